package io.github.inceptionv2;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How far a download is. Immutable.
 *
 * @param source what is fetched, as {@link ModelSource#toString} says it
 * @param host where it comes from
 * @param byteCount how much is there, with what was there before a download was resumed
 * @param totalByteCount how much there will be; empty if the server does not say
 * @param bytesPerSecond the average since the connection was made
 */
public record DownloadProgress(
    String source,
    String host,
    long byteCount,
    OptionalLong totalByteCount,
    double bytesPerSecond) {

  /** Returns how long it will take at this rate; empty while nothing can be said. */
  public Optional<Duration> remaining() {
    if (totalByteCount.isEmpty() || bytesPerSecond <= 0) {
      return Optional.empty();
    }
    double seconds = (totalByteCount.getAsLong() - byteCount) / bytesPerSecond;
    return Optional.of(Duration.ofMillis((long) (1000 * seconds)));
  }

  /** Returns whether all of it is there. */
  public boolean isComplete() {
    return totalByteCount.isPresent() && byteCount >= totalByteCount.getAsLong();
  }
}
