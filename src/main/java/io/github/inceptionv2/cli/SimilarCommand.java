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

/** {@code similar}: the images of a folder that are most like others. */
@Command(
    name = "similar",
    description =
        "Finds the images of a folder that are most like each IMAGE: the cosine similarity of their"
            + " feature vectors, 1 for the same direction. An image is not similar to itself.",
    mixinStandardHelpOptions = true)
final class SimilarCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private ImageArguments arguments;

  @Option(
      names = "--in",
      required = true,
      paramLabel = "DIR",
      description = "the folder, of which all images are taken, however deep they lie")
  private Path directory;

  @Option(
      names = "--count",
      paramLabel = "COUNT",
      defaultValue = "5",
      description = "how many similar images (default: 5)")
  private int count;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description =
          "a page to write, with the images and those that are like them; a FILE that is there is"
              + " replaced")
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
    // One more, in the place of the image itself.
    for (Neighbour<Path> found : index.nearest(vector, Math.min(count, index.size()) + 1)) {
      if (similar.size() < count && !isSame(found.key(), image)) {
        similar.add(found);
      }
    }
    writer.similar(image, similar);
    rows.add(new ContactSheet.Row(image, similar));
  }

  /** One that was deleted meanwhile is no other's. */
  static boolean isSame(Path found, Path image) throws IOException {
    try {
      return Files.isSameFile(found, image);
    } catch (NoSuchFileException e) {
      return false;
    }
  }
}
