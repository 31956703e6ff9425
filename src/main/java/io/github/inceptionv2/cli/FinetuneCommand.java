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

/** {@code finetune}: trains a model on a folder of images. */
@Command(
    name = "finetune",
    description = {
      "Trains a model on a folder of images, with a sub-folder for each class.",
      "Stopped or killed, it goes on where it was if the same command is given again; mode head"
          + " begins anew, with the feature vectors of --feature-cache if there is one."
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
          "a sub-folder of images for each class; or folders train, test and maybe validation"
              + " with such sub-folders; or a list of files and labels: .csv, .tsv or .jsonl")
  private Path images;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description =
          "the directory of the module to write, with labels, model card and report; it must not"
              + " exist, or be empty. DIR.checkpoint beside it is kept until the training is over")
  private Path out;

  @Option(
      names = "--validation",
      paramLabel = "SHARE",
      defaultValue = "0.1",
      description =
          "of the images that judge epochs; mode head also fits them if they are fewer than 1000"
              + " and there are images for test (default: 0.1)")
  private double validation;

  @Option(
      names = "--test",
      paramLabel = "SHARE",
      defaultValue = "0.1",
      description = "of the images that is tested on in the end (default: 0.1)")
  private double test;

  @Option(names = "--restart", description = "removes a checkpoint and begins anew")
  private boolean isRestarted;

  @Mixin private TrainingArguments arguments;

  @Option(
      names = "--folds",
      paramLabel = "COUNT",
      description =
          "judges mode head also by cross-validation with so many folds of the images for training"
              + " and validation, from 2 to 20")
  private Integer folds;

  @Option(
      names = "--calibrate",
      description =
          "measures the ranges that --precision int8 uses on up to 400 validation images, or"
              + " training images without them, and stores them in the module")
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
    FineTuner.checkCheckpoints(checkpoints()); // before all images are read
    PrintWriter err = spec.commandLine().getErr();
    ImageFolder folder = ImageFolder.open(images, validation, test);
    err.println(folder);
    folder.problems().forEach(problem -> err.println("left out: " + problem));
    try (MetricsArguments.Logs logs = metrics.open();
        GracefulEnd end = new GracefulEnd()) {
      FineTuner tuner = tuner(folder, options, runtime, logs);
      if (isRestarted) {
        FineTuner.removeCheckpoints(checkpoints());
      }
      end.onExit(tuner::cancel);
      return train(tuner, folder, options);
    }
  }

  /** Beside the directory that will be written, until it is there. */
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
          e.getMessage() + (options.isFit() ? "" : "; give the same command again to go on"));
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

  /** Hours before it is written. */
  private void checkOut() throws IOException {
    if (out.toAbsolutePath().normalize().getFileName() == null) {
      throw new ParameterException(
          spec.commandLine(), "--out (" + out + ") must be a directory with a name");
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
          out.toString(), null, "exists already; name a new directory, or remove this one");
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
              + ") must not be negative, and below 1 together");
    }
  }
}
