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

/** The {@code calibrate} command, which measures activation ranges for int8. */
@Command(
    name = "calibrate",
    description =
        "Measure a model's activation ranges on photographs, and write the model with these ranges."
            + " They bring its int8 feature vectors closer to its float32 feature vectors.",
    mixinStandardHelpOptions = true)
final class CalibrateCommand implements Callable<Integer> {

  private static final int DEFAULT_COUNT = 400;

  @Spec private CommandSpec spec;
  @Mixin private ModelArguments arguments;

  @Option(
      names = "--images",
      required = true,
      paramLabel = "DIR",
      description =
          "Folder of photographs like those that the model will be used on. Images in subfolders"
              + " are included.")
  private Path images;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Directory to write the module to. It must be empty or not exist.")
  private Path out;

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "Maximum number of images, taken evenly from the folder (default: 400).")
  private Integer count;

  @Override
  public Integer call() throws IOException {
    List<ImageSource> chosen = chosen(ImageFolder.filesUnder(images));
    PrintWriter err = spec.commandLine().getErr();
    ImageProgress progress = new ImageProgress(err, chosen.size(), spec.usageMessage().width());
    Calibration calibration;
    try (InceptionV2 model = arguments.open()) {
      calibration = Calibration.of(model, withProgress(chosen, progress));
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
      throw new ParameterException(
          spec.commandLine(), "--images (" + images + ") contains no images");
    }
    int taken = Math.min(wanted, files.size());
    List<ImageSource> chosen = new ArrayList<>(taken);
    for (long i = 0; i < taken; i++) {
      chosen.add(ImageSource.of(files.get((int) (i * files.size() / taken))));
    }
    return chosen;
  }

  private static Iterable<ImageSource> withProgress(
      List<ImageSource> images, ImageProgress progress) {
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
