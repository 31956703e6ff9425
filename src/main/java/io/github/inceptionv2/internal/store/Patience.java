package io.github.inceptionv2.internal.store;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Decides whether a mirror is asked again after it failed, and after what pause.
 *
 * <p>Attempts are counted by net progress: one that brings a download further than any before it is
 * no failure. A server that breaks off, and then has what came thrown away, gets nowhere however
 * many bytes it sends.
 */
final class Patience {

  /** Attempts that bring less than this between them are failures. */
  private static final long PROGRESS = 256 << 10;

  /** Nobody waits longer, however long a timeout is. */
  private static final Duration LONGEST = Duration.ofDays(1);

  private final StoreSettings.Network settings;
  private final Set<String> reasons = new LinkedHashSet<>();

  /** The number of bytes when the count of failures was last reset. */
  private long mark;

  private long furthest;

  /** The number of bytes inherited from an earlier download, which are not verified. */
  private long inherited;

  private int attempts;
  private int failures;

  /** The time that the server may still make the download wait. */
  private Duration waits;

  /**
   * Begins to count.
   *
   * @param size of the part that an earlier download left
   */
  Patience(StoreSettings.Network settings, long size) {
    this.settings = settings;
    this.mark = size;
    this.furthest = size;
    this.inherited = size;
    this.waits = patience().multipliedBy(Math.max(1, settings.retries()));
  }

  /**
   * Returns how long to wait before the next attempt.
   *
   * @param size of the part now
   * @throws HttpFailure if there should be none; it names all that went wrong
   */
  Duration pause(HttpFailure failure, long size) throws HttpFailure {
    attempts++;
    reasons.add(failure.getMessage());
    if (size < inherited) { // thrown away, which can happen once
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

  /** No longer than for an answer, and no longer in all than for an answer to each retry. */
  private Duration asked(HttpFailure failure) {
    Duration most = patience().compareTo(waits) < 0 ? patience() : waits;
    return failure.retryAfter().compareTo(most) < 0 ? failure.retryAfter() : most;
  }

  private Duration patience() {
    return settings.timeout().compareTo(LONGEST) < 0 ? settings.timeout() : LONGEST;
  }

  /**
   * Reads the header {@code Retry-After}: seconds or a date.
   *
   * @return zero for a time that is past, or a value that is neither
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
