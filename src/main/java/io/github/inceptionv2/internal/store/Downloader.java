package io.github.inceptionv2.internal.store;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gets an archive from a mirror, however often it takes. */
final class Downloader {

  private static final Logger LOG = LoggerFactory.getLogger(Downloader.class);

  /** A try that brought this much was worth it, and does not count as a failure. */
  private static final long PROGRESS = 256 << 10;

  private final NetworkSettings settings;
  private final TransferListener listener;
  private HttpConnections connections;

  Downloader(NetworkSettings settings, TransferListener listener) {
    this.settings = settings;
    this.listener = listener;
  }

  /**
   * Fetches {@code archive} to {@code part}.
   *
   * @param sha256 what it must hold; empty if that is not known
   * @return the SHA-256 of what it holds
   * @throws HttpFailure if the mirror does not give it
   * @throws UnusableArchiveException if it gives something else
   */
  String fetch(ModelArchive archive, URI mirror, String sha256, PartialFile part)
      throws IOException {
    if (connections == null) {
      connections = new HttpConnections(settings);
    }
    Transfer transfer = new Transfer(connections, settings.timeout(), archive, part, listener);
    int failures = 0;
    while (true) {
      long before = part.size();
      try {
        return transfer.run(mirror, sha256);
      } catch (HttpFailure e) {
        failures = part.size() - before >= PROGRESS ? 1 : failures + 1;
        if (!e.isTransient() || failures > settings.retries()) {
          throw e;
        }
        LOG.info(
            "fetching {} from {}: {}; trying again",
            archive.source(),
            mirror.getHost(),
            e.getMessage());
        pause(e, failures);
      }
    }
  }

  private void pause(HttpFailure failure, int failures) throws IOException {
    Duration backOff = settings.backOff().multipliedBy(1L << failures - 1);
    Duration asked = failure.retryAfter();
    try {
      Thread.sleep((asked.compareTo(backOff) > 0 ? asked : backOff).toMillis());
    } catch (InterruptedException e) {
      throw Interruption.of(e);
    }
  }
}
