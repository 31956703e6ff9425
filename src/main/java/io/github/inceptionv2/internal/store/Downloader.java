package io.github.inceptionv2.internal.store;

import io.github.inceptionv2.internal.files.SafeText;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gets an archive from a mirror, in as many attempts as bring it further. */
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
    Patience patience = new Patience(settings, part.size());
    while (true) {
      try {
        return transfer.run(mirror, sha256);
      } catch (HttpFailure e) {
        Duration pause = patience.pause(e, part.size());
        LOG.info(
            "fetching {} from {}: {}; trying again",
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
