package io.github.inceptionv2.cli;

import io.github.inceptionv2.ModelCache;
import io.github.inceptionv2.ModelSource;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Finds the models that commands name. */
final class Models {

  /** The values of options for a model, as picocli shows them in the help. */
  static final String NAMES =
      "'imagenet' (41.6 MB), a TensorFlow Hub handle such as"
          + " google/imagenet/inception_v2/feature_vector/3 or the https URL of an archive (all"
          + " downloaded on first use); a module directory, an archive or a checkpoint on this"
          + " machine; or 'untrained' for reference weights whose predictions mean nothing";

  /** The help of {@code --trust}. */
  static final String TRUST =
      "Run the model's graph without checking what it does. By default, a graph is rejected if it"
          + " has unknown operations or computes something other than Inception V2.";

  private Models() {}

  /** Returns the source that {@code text} names. Shows the progress of its download, if any. */
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

  /** Parses a name. A name that cannot be decoded needs {@link FileNames} to become a path. */
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

  /** Returns the source that {@code text} names, trusted if {@code isTrusted}. */
  static ModelSource source(CommandSpec command, String text, boolean isTrusted) {
    ModelSource source = source(command, text);
    return isTrusted ? source.trusted() : source;
  }
}
