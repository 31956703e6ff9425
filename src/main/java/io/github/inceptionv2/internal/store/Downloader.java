package io.github.inceptionv2.internal.store;

import io.github.inceptionv2.internal.files.SafeText;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Downloads an archive from a mirror and retries after transient failures. */
final class Downloader {

  private static final Logger LOG = LoggerFactory.getLogger(Downloader.class);

  private final StoreSettings.Network settings;
  private final TransferListener listener;
  private HttpConnections connections;

  Downloader(StoreSettings.Network settings, TransferListener listener) {
    this.settings = settings;
    this.listener = listener;
  }

  /**
   * Downloads {@code archive} to {@code part}.
   *
   * @param sha256 the expected SHA-256; empty if unknown
   * @return the SHA-256 of the downloaded file
   * @throws HttpFailure if the mirror does not deliver the archive
   * @throws UnusableArchiveException if the mirror delivers a different file
   */
  String fetch(ModelArchive archive, URI mirror, String sha256, PartialFile part)
      throws IOException {
    if (connections == null) {
      connections = new HttpConnections(settings);
    }
    Transfer transfer = new Transfer(connections, settings.timeout(), archive, part, listener);
    RetryPolicy patience = new RetryPolicy(settings, part.size());
    while (true) {
      try {
        return transfer.run(mirror, sha256);
      } catch (HttpFailure e) {
        Duration pause = patience.pause(e, part.size());
        LOG.info(
            "downloading {} from {}: {}; retrying",
            SafeText.line(archive.source()),
            mirror.getHost(),
            SafeText.line(e.getMessage()));
        sleep(pause);
      }
    }
  }

  private static void sleep(Duration pause) throws IOException {
    try {
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      throw Interruption.of(e);
    }
  }
}
