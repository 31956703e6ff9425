package io.github.inceptionv2.cli;

import io.github.inceptionv2.InceptionV2;
import io.github.inceptionv2.Prediction;
import io.github.inceptionv2.insight.PredictionPage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The {@code classify} command, which prints the most probable classes of images. */
@Command(
    name = "classify",
    description = "Print the most probable classes of images.",
    mixinStandardHelpOptions = true)
final class ClassifyCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private ImageArguments arguments;

  @Option(
      names = "--top",
      paramLabel = "COUNT",
      defaultValue = "5",
      description = "Maximum number of classes per image (default: 5).")
  private int count;

  @Option(
      names = "--threshold",
      paramLabel = "PROBABILITY",
      description = "Omit classes with a probability below this value, from 0 to 1 (default: 0).")
  private Double threshold;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description =
          "HTML page to write, with the images and their classes. An existing FILE is replaced.")
  private Path html;

  private final List<PredictionPage.Entry> entries = new ArrayList<>();

  @Override
  public Integer call() throws IOException {
    if (count < 1) {
      throw new ParameterException(spec.commandLine(), "--top (" + count + ") must be at least 1");
    }
    arguments.refuseStandardInput("--html", html);
    int exitCode;
    try (InceptionV2 model = open()) {
      exitCode =
          new ImageLoop<>(spec, arguments, images -> images.classify(count), this::print)
              .run(model);
    }
    if (!entries.isEmpty()) {
      PredictionPage.of("Predictions of " + arguments.model, entries).writeHtml(html);
    }
    return exitCode;
  }

  private InceptionV2 open() throws IOException {
    InceptionV2.Builder builder = arguments.builder();
    try {
      OptionValues.set(
          "--threshold", threshold, value -> builder.minProbability(value.floatValue()));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
    return builder.load();
  }

  private void print(ResultWriter writer, Path image, List<Prediction> predictions)
      throws IOException {
    writer.predictions(image, predictions);
    if (html != null) {
      entries.add(new PredictionPage.Entry(image, predictions));
    }
  }
}
