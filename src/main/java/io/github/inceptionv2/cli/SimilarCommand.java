package io.github.inceptionv2.cli;

import io.github.inceptionv2.ImageStream;
import io.github.inceptionv2.InceptionV2;
import io.github.inceptionv2.insight.ContactSheet;
import io.github.inceptionv2.insight.FeatureIndex;
import io.github.inceptionv2.insight.FeatureIndex.Neighbour;
import io.github.inceptionv2.training.ImageFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The {@code similar} command, which finds the images of a folder that are most similar to given
 * images.
 */
@Command(
    name = "similar",
    description =
        "Find the images of a folder that are most similar to each IMAGE, by the cosine similarity"
            + " of their feature vectors (1 for the same direction). An image is never listed as"
            + " similar to itself.",
    mixinStandardHelpOptions = true)
final class SimilarCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private ImageArguments arguments;

  @Option(
      names = "--in",
      required = true,
      paramLabel = "DIR",
      description = "Folder to search, including subfolders at any depth.")
  private Path directory;

  @Option(
      names = "--count",
      paramLabel = "COUNT",
      defaultValue = "5",
      description = "Maximum number of similar images (default: 5).")
  private int count;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description =
          "HTML page to write, with each IMAGE and its similar images. An existing FILE is"
              + " replaced.")
  private Path html;

  private final FeatureIndex<Path> index = new FeatureIndex<>();
  private final List<ContactSheet.Row> rows = new ArrayList<>();

  @Override
  public Integer call() throws IOException {
    if (count < 1) {
      throw new ParameterException(
          spec.commandLine(), "--count (" + count + ") must be at least 1");
    }
    arguments.refuseStandardInput("--html", html);
    List<Path> searched = ImageFolder.filesUnder(directory);
    int exitCode;
    try (InceptionV2 model = arguments.open()) {
      int read =
          new ImageLoop<>(
                  spec,
                  arguments,
                  ImageStream::featureVectors,
                  (writer, image, vector) -> index.add(image, vector))
              .run(model, List.of(directory), searched);
      int found =
          new ImageLoop<>(spec, arguments, ImageStream::featureVectors, this::search).run(model);
      exitCode = read == ExitCode.OK ? found : read;
    }
    if (html != null && !rows.isEmpty() && index.size() > 0) {
      ContactSheet.of("Similar images", rows).writeHtml(html);
    }
    return exitCode;
  }

  private void search(ResultWriter writer, Path image, float[] vector) throws IOException {
    List<Neighbour<Path>> similar = new ArrayList<>();
    // Requests one more, because the image itself may be among the results.
    for (Neighbour<Path> found : index.nearest(vector, Math.min(count, index.size()) + 1)) {
      if (similar.size() < count && !isSame(found.key(), image)) {
        similar.add(found);
      }
    }
    writer.similar(image, similar);
    rows.add(new ContactSheet.Row(image, similar));
  }

  /** Returns true if both paths name the same file. A deleted file is never the same as another. */
  static boolean isSame(Path found, Path image) throws IOException {
    try {
      return Files.isSameFile(found, image);
    } catch (NoSuchFileException e) {
      return false;
    }
  }
}
