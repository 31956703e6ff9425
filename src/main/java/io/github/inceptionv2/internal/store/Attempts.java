package io.github.inceptionv2.internal.store;

import io.github.inceptionv2.internal.files.SafeText;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The places that were searched for a model, and the reason for each failure. */
final class Attempts {

  private final List<String> lines = new ArrayList<>();
  private final List<IOException> causes = new ArrayList<>();
  private URI last;
  private int status;

  void add(String place, String reason) {
    // Names in an archive and text from a server must not look like another line.
    lines.add(SafeText.line(place + ": " + reason));
  }

  void add(String place, IOException reason) {
    add(place, reason.getMessage());
    causes.add(reason);
  }

  void add(URI mirror, IOException reason) {
    add(
        mirror.getQuery() == null ? mirror.toString() : ModelArchive.withoutSecrets(mirror),
        reason);
    last = mirror;
    status = reason instanceof HttpFailure failure ? failure.status() : 0;
  }

  /**
   * Returns an exception that lists all attempts and says how to install the model by hand.
   *
   * @param byHand the path at which the user can put the archive
   */
  FetchException failure(ModelArchive archive, Path byHand, boolean isOffline) {
    StringBuilder message = new StringBuilder("cannot get model " + archive.source() + "; tried");
    lines.forEach(line -> message.append("\n  ").append(line));
    message.append(isOffline ? "\noffline mode is on, so nothing was downloaded" : "");
    message.append("\nto install it by hand, put ").append(archive.fileName());
    if (archive.size() >= 0) {
      message.append(" (").append(archive.size()).append(" bytes)");
    }
    if (!archive.sha256().isEmpty()) {
      message.append(" with SHA-256 ").append(archive.sha256());
    }
    if (isOffline && !archive.mirrors().isEmpty()) {
      message.append(" from ").append(ModelArchive.withoutSecrets(archive.mirrors().get(0)));
    }
    message.append(" at ").append(byHand);
    IOException cause = causes.isEmpty() ? null : causes.get(causes.size() - 1);
    FetchException failure = new FetchException(message.toString(), last, status, cause);
    causes.stream().filter(other -> other != cause).forEach(failure::addSuppressed);
    return failure;
  }
}
