package io.github.inceptionv2.cli;

import io.github.inceptionv2.Calibration;
import io.github.inceptionv2.ImageResult;
import io.github.inceptionv2.ImageSource;
import io.github.inceptionv2.InceptionV2;
import io.github.inceptionv2.training.ImageFolder;
import java.io.IOException;
import java.io.PrintWriter;
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

/** {@code calibrate}: measures ranges for int8. */
@Command(
    name = "calibrate",
    description =
        "Measures on photographs which ranges a model's numbers have, and writes the model with"
            + " them: its feature vectors in int8 are then closer to those in float32.",
    mixinStandardHelpOptions = true)
final class CalibrateCommand implements Callable<Integer> {

  private static final int DEFAULT_COUNT = 400;

  @Spec private CommandSpec spec;
  @Mixin private ModelArguments arguments;

  @Option(
      names = "--images",
      required = true,
      paramLabel = "DIR",
      description = "photographs like those that the model is used on, in sub-folders too")
  private Path images;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "the module to write; it must not exist, or be empty")
  private Path out;

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "images to take of the folder, at even distances (default: 400)")
  private Integer count;

  @Override
  public Integer call() throws IOException {
    List<ImageSource> chosen = chosen(ImageFolder.filesUnder(images));
    PrintWriter err = spec.commandLine().getErr();
    ImageProgress progress = new ImageProgress(err, chosen.size(), spec.usageMessage().width());
    Calibration calibration;
    try (InceptionV2 model = arguments.open()) {
      calibration = Calibration.of(model, shown(chosen, progress));
    }
    progress.clear();
    for (ImageResult<Void> failure : calibration.failures()) {
      String error = failure.error().map(Failures::message).orElse("");
      err.println("left out: " + EscapedWriter.line(failure.image() + ": " + error));
    }
    calibration.writeModule(out);
    spec.commandLine()
        .getOut()
        .println("wrote " + out + ", calibrated on " + calibration.imageCount() + " images");
    return calibration.failures().isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private List<ImageSource> chosen(List<Path> files) {
    int wanted = count == null ? DEFAULT_COUNT : count;
    if (wanted < 1) {
      throw new ParameterException(spec.commandLine(), "--count (" + wanted + ") must be positive");
    } else if (files.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "--images (" + images + ") holds no image");
    }
    int taken = Math.min(wanted, files.size());
    List<ImageSource> chosen = new ArrayList<>(taken);
    for (long i = 0; i < taken; i++) {
      chosen.add(ImageSource.of(files.get((int) (i * files.size() / taken))));
    }
    return chosen;
  }

  private static Iterable<ImageSource> shown(List<ImageSource> images, ImageProgress progress) {
    int[] done = new int[1];
    return () ->
        images.stream()
            .peek(
                image -> {
                  progress.clear();
                  progress.show(++done[0]);
                })
            .iterator();
  }
}
