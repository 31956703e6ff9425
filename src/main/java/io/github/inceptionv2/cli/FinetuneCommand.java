package io.github.inceptionv2.cli;

import io.github.inceptionv2.RuntimeOptions;
import io.github.inceptionv2.training.Evaluation;
import io.github.inceptionv2.training.FineTunedModel;
import io.github.inceptionv2.training.FineTuner;
import io.github.inceptionv2.training.ImageFolder;
import io.github.inceptionv2.training.TrainingOptions;
import io.github.inceptionv2.training.TrainingReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The {@code finetune} command, which trains a model on a folder of images. */
@Command(
    name = "finetune",
    description = {
      "Train a model on a folder of images with a subfolder for each class.",
      "To resume training that was stopped or killed, run the same command again. Mode head starts"
          + " over, but reuses the feature vectors in the directory of --feature-cache, if set."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class FinetuneCommand implements Callable<Integer> {

  private static final String HTML = "report.html";

  @Spec private CommandSpec spec;

  @Option(
      names = "--images",
      required = true,
      paramLabel = "DIR",
      description =
          "Folder with a subfolder of images for each class, or with folders train, test and"
              + " optionally validation that each contain such subfolders. Instead of a folder, a"
              + " list of files and labels (.csv, .tsv or .jsonl) can be given.")
  private Path images;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description =
          "Directory to write the module to, with labels, model card and report. It must be empty"
              + " or not exist. Checkpoints are kept in DIR.checkpoint until training ends.")
  private Path out;

  @Option(
      names = "--validation",
      paramLabel = "FRACTION",
      defaultValue = "0.1",
      description =
          "Fraction of the images that is used to evaluate epochs (default: 0.1). Mode head also"
              + " trains on these images if there are fewer than 1000 of them and there are test"
              + " images.")
  private double validation;

  @Option(
      names = "--test",
      paramLabel = "FRACTION",
      defaultValue = "0.1",
      description = "Fraction of images kept for the final test (default: 0.1).")
  private double test;

  @Option(names = "--restart", description = "Remove an existing checkpoint and start over.")
  private boolean isRestarted;

  @Mixin private TrainingArguments arguments;

  @Option(
      names = "--folds",
      paramLabel = "COUNT",
      description =
          "Also evaluate mode head by cross-validation on the training and validation images, with"
              + " 2 to 20 folds.")
  private Integer folds;

  @Option(
      names = "--calibrate",
      description =
          "Measure the activation ranges for --precision int8 on up to 400 validation images, or"
              + " training images if there are no validation images, and store the ranges in the"
              + " module.")
  private boolean isCalibrated;

  @Mixin private MetricsArguments metrics;

  @Mixin private DeviceArguments device;

  @Override
  public Integer call() throws IOException, InterruptedException {
    TrainingOptions options = arguments.options();
    RuntimeOptions runtime = device.options();
    checkShares();
    checkFolds(options);
    checkOut();
    metrics.check(spec, options.isFit(), List.of(out.toAbsolutePath().normalize(), checkpoints()));
    FineTuner.checkCheckpoints(checkpoints()); // before reading all images
    PrintWriter err = spec.commandLine().getErr();
    ImageFolder folder = ImageFolder.open(images, validation, test);
    err.println(folder);
    folder.problems().forEach(problem -> err.println("left out: " + problem));
    try (MetricsArguments.Logs logs = metrics.open();
        GracefulShutdown end = new GracefulShutdown()) {
      FineTuner tuner = tuner(folder, options, runtime, logs);
      if (isRestarted) {
        FineTuner.removeCheckpoints(checkpoints());
      }
      end.onExit(tuner::cancel);
      return train(tuner, folder, options);
    }
  }

  /**
   * Returns the directory beside {@code --out} that holds checkpoints until the module is written.
   */
  private Path checkpoints() {
    Path target = out.toAbsolutePath().normalize();
    return target.resolveSibling(target.getFileName() + ".checkpoint");
  }

  private int train(FineTuner tuner, ImageFolder folder, TrainingOptions options)
      throws IOException, InterruptedException {
    try {
      Optional<Evaluation> crossValidation = crossValidate(tuner);
      FineTunedModel model = tuner.train();
      Evaluation evaluation = model.evaluate(HeldOut.of(folder).images());
      write(model, folder, options, evaluation, crossValidation);
      FineTuner.removeCheckpoints(checkpoints());
      spec.commandLine().getOut().println(summary(evaluation, folder));
      return ExitCode.OK;
    } catch (CancellationException e) {
      PrintWriter err = spec.commandLine().getErr();
      err.println(
          e.getMessage() + (options.isFit() ? "" : "; run the same command again to resume"));
      return ExitCode.SOFTWARE;
    }
  }

  private Optional<Evaluation> crossValidate(FineTuner tuner)
      throws IOException, InterruptedException {
    if (folds == null) {
      return Optional.empty();
    }
    Evaluation result = tuner.crossValidate(folds);
    spec.commandLine()
        .getOut()
        .printf(
            Locale.ROOT,
            "%d-fold cross-validation of %d images: top-1 %.1f %% (%s), loss %.3f%n",
            folds,
            result.imageCount(),
            100 * result.top1(),
            result.top1Interval(),
            result.meanLoss());
    return Optional.of(result);
  }

  /**
   * Checks the output directory now, because the module is written only after hours of training.
   */
  private void checkOut() throws IOException {
    if (out.toAbsolutePath().normalize().getFileName() == null) {
      throw new ParameterException(
          spec.commandLine(), "--out (" + out + ") must not be a root directory");
    }
    if (!Files.exists(out)) {
      return;
    }
    boolean isEmpty = false;
    if (Files.isDirectory(out)) {
      try (Stream<Path> children = Files.list(out)) {
        isEmpty = children.findAny().isEmpty();
      }
    }
    if (!isEmpty) {
      throw new FileAlreadyExistsException(
          out.toString(), null, "already exists; choose a new directory, or remove this one");
    }
  }

  private FineTuner tuner(
      ImageFolder folder,
      TrainingOptions options,
      RuntimeOptions runtime,
      MetricsArguments.Logs logs) {
    FineTuner.Builder builder =
        FineTuner.builder(folder)
            .options(options)
            .checkpoints(checkpoints())
            .runtime(runtime)
            .listener(logs.after(new TrainingProgress(spec.commandLine().getErr())));
    arguments.source().ifPresent(builder::source);
    arguments.featureCache().ifPresent(builder::featureCache);
    return builder.build();
  }

  private void write(
      FineTunedModel model,
      ImageFolder folder,
      TrainingOptions options,
      Evaluation evaluation,
      Optional<Evaluation> crossValidation)
      throws IOException {
    TrainingReport report =
        TrainingReport.of(title(), model, evaluation)
            .evaluatedOn(HeldOut.of(folder).name())
            .startedFrom(ModelCard.start(arguments.model()));
    String card =
        ModelCard.of(
            title(),
            arguments.model(),
            folder,
            options,
            model,
            HeldOut.of(folder).name(),
            evaluation,
            crossValidation);
    Map<String, byte[]> files =
        Map.of(
            "README.md",
            card.getBytes(StandardCharsets.UTF_8),
            HTML,
            report.toHtml().getBytes(StandardCharsets.UTF_8),
            "report.json",
            (report.toJson() + "\n").getBytes(StandardCharsets.UTF_8));
    if (isCalibrated) {
      int images = CalibratedModule.write(model, folder, device.options(), out, files).imageCount();
      spec.commandLine().getErr().println("calibrated for int8 on " + images + " images");
    } else {
      model.writeModule(out, files);
    }
  }

  private String title() {
    return out.toAbsolutePath().normalize().getFileName().toString();
  }

  private String summary(Evaluation evaluation, ImageFolder folder) {
    return String.format(
        Locale.ROOT,
        "wrote %s: top-1 %.1f %% of %d %s images; see %s",
        out,
        100 * evaluation.top1(),
        evaluation.imageCount(),
        HeldOut.of(folder).name(),
        out.resolve(HTML));
  }

  private void checkFolds(TrainingOptions options) {
    if (folds == null) {
      return;
    }
    if (folds < 2 || folds > 20) {
      throw new ParameterException(
          spec.commandLine(), "--folds (" + folds + ") must be from 2 to 20");
    }
    if (!options.isFit()) {
      throw new ParameterException(
          spec.commandLine(), "--folds needs --mode head with --optimizer lbfgs");
    }
  }

  private void checkShares() {
    if (!(validation >= 0 && test >= 0 && validation + test < 1)) {
      throw new ParameterException(
          spec.commandLine(),
          "--validation ("
              + validation
              + ") and --test ("
              + test
              + ") must not be negative, and their sum must be below 1");
    }
  }
}
