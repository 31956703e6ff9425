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

/** The {@code features} command, which prints or writes feature vectors of images. */
@Command(
    name = "features",
    description = "Print a feature vector of 1024 numbers for each image.",
    mixinStandardHelpOptions = true)
final class FeaturesCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private ImageArguments arguments;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      converter = VectorFile.Converter.class,
      description =
          "File to write instead of printing: .npy, .csv or .jsonl. For .npy (NumPy, float32),"
              + " FILE.txt lists the images in the order of the vectors, one per line, so image"
              + " names must not contain line breaks. An existing FILE and its FILE.txt are"
              + " replaced. If only FILE.txt exists, the command fails.")
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
      // An empty file must not replace the results of an earlier run.
      if (vectors.size() > 0) {
        out.write(vectors);
      }
      return exitCode;
    }
  }
}
