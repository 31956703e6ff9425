package io.github.inceptionv2;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Understands what people write for a model. */
final class SourceParser {

  private static final List<String> ARCHIVES = List.of(".tar.gz", ".tgz", ".tar");
  private static final List<String> CHECKPOINTS = List.of(".ckpt", ".index");

  private SourceParser() {}

  static Origin parse(String text) {
    if (text.equals("imagenet")) {
      return Origin.RemoteArchive.imagenet();
    } else if (text.equals("untrained")) {
      return new Origin.Untrained(text);
    } else if (text.matches("(?i)https?://.*")) {
      return Origin.RemoteArchive.isHandle(text)
          ? Origin.RemoteArchive.hub(text)
          : Origin.RemoteArchive.url(URI.create(text));
    }
    return Origin.RemoteArchive.isHandle(text) && !Files.exists(Path.of(text))
        ? Origin.RemoteArchive.hub(text)
        : local(text);
  }

  private static Origin local(String text) {
    Path path = Path.of(text);
    String name = text.toLowerCase(Locale.ROOT);
    if (Files.isDirectory(path)) {
      return new Origin.Directory(path);
    } else if (ARCHIVES.stream().anyMatch(name::endsWith)) {
      return new Origin.LocalArchive(path);
    }
    boolean isCheckpoint =
        CHECKPOINTS.stream().anyMatch(name::endsWith)
            || Files.isRegularFile(path)
            || Files.isRegularFile(Path.of(text + ".index"));
    return isCheckpoint ? new Origin.Checkpoint(path) : new Origin.Directory(path);
  }
}
