package io.github.inceptionv2.cli;

import io.github.inceptionv2.InceptionV2;
import io.github.inceptionv2.insight.UncertainImages;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The {@code uncertain} command, which lists the images that a model is least confident about. */
@Command(
    name = "uncertain",
    description = {
      "List the images that the model is least confident about, to label them first.",
      "Each line shows the difference between the probabilities of the two most probable classes,"
          + " the image, and these two classes."
    },
    mixinStandardHelpOptions = true)
final class UncertainCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private ImageArguments arguments;

  @Option(
      names = "--count",
      paramLabel = "COUNT",
      defaultValue = "20",
      description = "Maximum number of images (default: 20).")
  private int count;

  @Override
  public Integer call() throws IOException {
    if (count < 1) {
      throw new ParameterException(
          spec.commandLine(), "--count (" + count + ") must be at least 1");
    }
    UncertainImages images = new UncertainImages(count);
    int exitCode;
    try (InceptionV2 model = arguments.open()) {
      exitCode =
          new ImageLoop<>(
                  spec,
                  arguments,
                  stream -> stream.classify(2),
                  (writer, image, classes) -> images.add(image, classes))
              .run(model);
    }
    ResultWriter writer =
        new ResultWriter(
            spec.commandLine().getOut(),
            spec.commandLine().getErr(),
            arguments.format,
            arguments.model);
    for (UncertainImages.Entry entry : images.entries()) {
      writer.uncertain(entry);
    }
    return exitCode;
  }
}
