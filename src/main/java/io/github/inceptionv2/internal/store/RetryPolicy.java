package io.github.inceptionv2.internal.store;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Decides whether and when to retry a mirror after a failure.
 *
 * <p>Failures are counted by net progress: an attempt that brings a download further than all
 * earlier attempts is not a failure. If a server breaks off and its bytes are then discarded, it
 * has made no progress, however many bytes it sent.
 */
final class RetryPolicy {

  /** Attempts that together add fewer bytes than this are failures. */
  private static final long PROGRESS = 256 << 10;

  /** The maximum wait, even if the timeout is longer. */
  private static final Duration LONGEST = Duration.ofDays(1);

  private final StoreSettings.Network settings;
  private final Set<String> reasons = new LinkedHashSet<>();

  /** The number of downloaded bytes when the count of failures was last reset. */
  private long mark;

  private long furthest;

  /** The number of unverified bytes inherited from an earlier download. */
  private long inherited;

  private int attempts;
  private int failures;

  /** The total wait that the server may still ask for. */
  private Duration waits;

  /**
   * Creates a policy that has not counted any failures.
   *
   * @param size the number of bytes that an earlier download left
   */
  RetryPolicy(StoreSettings.Network settings, long size) {
    this.settings = settings;
    this.mark = size;
    this.furthest = size;
    this.inherited = size;
    this.waits = patience().multipliedBy(Math.max(1, settings.retries()));
  }

  /**
   * Returns the time to wait before the next attempt.
   *
   * @param size the number of bytes downloaded so far
   * @throws HttpFailure if there should be no next attempt; the message lists all failures
   */
  Duration pause(HttpFailure failure, long size) throws HttpFailure {
    attempts++;
    reasons.add(failure.getMessage());
    if (size < inherited) { // the inherited bytes were discarded, which can happen once
      inherited = 0;
      mark = 0;
      furthest = 0;
    }
    furthest = Math.max(furthest, size);
    boolean isFurther = furthest - mark >= PROGRESS;
    mark = isFurther ? furthest : mark;
    failures = isFurther ? 1 : failures + 1;
    if (!failure.isTransient() || failures > settings.retries()) {
      throw attempts == 1 ? failure : failure.withMessage(summary());
    }
    Duration backOff = settings.backOff().multipliedBy(1L << failures - 1);
    Duration asked = asked(failure);
    waits = waits.minus(asked);
    return asked.compareTo(backOff) > 0 ? asked : backOff;
  }

  private String summary() {
    return String.join("; ", reasons)
        + " ("
        + attempts
        + " attempts, at most "
        + furthest
        + " bytes)";
  }

  /**
   * Returns the wait that the server asks for: at most one timeout, and in total at most one
   * timeout for each retry.
   */
  private Duration asked(HttpFailure failure) {
    Duration most = patience().compareTo(waits) < 0 ? patience() : waits;
    return failure.retryAfter().compareTo(most) < 0 ? failure.retryAfter() : most;
  }

  private Duration patience() {
    return settings.timeout().compareTo(LONGEST) < 0 ? settings.timeout() : LONGEST;
  }

  /**
   * Parses the header {@code Retry-After}, a number of seconds or a date.
   *
   * @return zero for a time in the past or a malformed value
   */
  static Duration retryAfter(String value) {
    if (value.matches("\\d+")) {
      return Duration.ofSeconds(value.length() > 9 ? Integer.MAX_VALUE : Long.parseLong(value));
    }
    try {
      Instant date = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      Duration wait = Duration.between(Instant.now(), date);
      return wait.isNegative() ? Duration.ZERO : wait;
    } catch (DateTimeException e) {
      return Duration.ZERO;
    }
  }
}
