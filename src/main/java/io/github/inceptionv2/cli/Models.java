package io.github.inceptionv2.cli;

import io.github.inceptionv2.ModelCache;
import io.github.inceptionv2.ModelSource;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** What the commands have in common that name a model. */
final class Models {

  /** What a model may be; picocli puts it into the usage. */
  static final String NAMES =
      "'imagenet' (fetched the first time, 41.6 MB), a handle such as"
          + " google/imagenet/inception_v2/feature_vector/3 or the https address of an archive"
          + " (likewise), a module's directory, an archive or a checkpoint on this machine, or"
          + " 'untrained' for reference weights whose predictions mean nothing";

  /** What the option that trusts a model says of itself. */
  static final String TRUST =
      "runs the model's graph as it is, whatever it does; without, one that holds strange"
          + " operations or computes something else than Inception V2 is refused";

  private Models() {}

  /** The source that {@code text} names; how far its download is, if there is one, is shown. */
  static ModelSource source(CommandSpec command, String text) {
    if (text.isBlank()) {
      throw new ParameterException(
          command.commandLine(), "the name of a model must not be empty; expected " + NAMES);
    }
    PrintWriter err = command.commandLine().getErr();
    FetchProgress progress =
        new FetchProgress(err, ModelCache.standard().directory(), ImageProgress.isTerminal());
    return parse(text).in(ModelCache.builder().listener(progress).build());
  }

  /** A name that cannot be decoded is not the text that a path could be made of again. */
  private static ModelSource parse(String text) {
    if (!FileNames.isUndecoded(text)) {
      return ModelSource.parse(text);
    }
    Path path = FileNames.path(text);
    if (Files.isDirectory(path)) {
      return ModelSource.directory(path);
    }
    return text.matches("(?i).*\\.(tar\\.gz|tgz|tar)")
        ? ModelSource.archive(path)
        : ModelSource.checkpoint(path);
  }

  /** Likewise, trusted if the user says so. */
  static ModelSource source(CommandSpec command, String text, boolean isTrusted) {
    ModelSource source = source(command, text);
    return isTrusted ? source.trusted() : source;
  }
}
