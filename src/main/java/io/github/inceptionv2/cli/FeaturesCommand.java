package io.github.inceptionv2.cli;

import io.github.inceptionv2.ImageStream;
import io.github.inceptionv2.InceptionV2;
import io.github.inceptionv2.insight.FeatureIndex;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code features}: feature vectors of images. */
@Command(
    name = "features",
    description = "Prints the feature vectors of images: 1024 numbers each.",
    mixinStandardHelpOptions = true)
final class FeaturesCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private ImageArguments arguments;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      converter = VectorFile.Converter.class,
      description =
          "writes them to a file instead, whose ending says how: .npy (NumPy, float32; the images'"
              + " names in their order are in FILE.txt, a line each: names with line breaks are"
              + " refused), .csv, or .jsonl; a FILE that is there is replaced, with its FILE.txt,"
              + " but a FILE.txt without FILE is not")
  private VectorFile out;

  @Override
  public Integer call() throws IOException {
    if (out != null) {
      out.checkFree();
      out.check(arguments.files());
    }
    try (InceptionV2 model = arguments.open()) {
      if (out == null) {
        return new ImageLoop<>(spec, arguments, ImageStream::featureVectors, ResultWriter::features)
            .run(model);
      }
      FeatureIndex<Path> vectors = new FeatureIndex<>();
      int exitCode =
          new ImageLoop<>(
                  spec,
                  arguments,
                  ImageStream::featureVectors,
                  (writer, image, vector) -> vectors.add(image, vector))
              .run(model);
      // An empty file would replace that of a better run.
      if (vectors.size() > 0) {
        out.write(vectors);
      }
      return exitCode;
    }
  }
}
