package io.github.inceptionv2.cli;

import io.github.inceptionv2.InceptionV2;
import io.github.inceptionv2.training.Evaluation;
import io.github.inceptionv2.training.ImageFolder;
import io.github.inceptionv2.training.LabeledImage;
import io.github.inceptionv2.training.TrainingReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The {@code evaluate} command, which measures a model's accuracy on a folder of images. */
@Command(
    name = "evaluate",
    description = "Measure a model's accuracy on a folder of images.",
    mixinStandardHelpOptions = true)
final class EvaluateCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private ModelArguments arguments;

  @Option(
      names = "--images",
      required = true,
      paramLabel = "DIR",
      description =
          "Folder with a subfolder of images for each class, whose name is the label. If there are"
              + " folders train, validation and test, only test is used, or only validation if"
              + " there is no test.")
  private Path images;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description =
          "HTML page to write, with the confusion matrix and the most confident mistakes. An"
              + " existing FILE is replaced.")
  private Path html;

  @Override
  public Integer call() throws IOException {
    ImageFolder folder = ImageFolder.open(images, 0, 0);
    HeldOut part = HeldOut.of(folder);
    PrintWriter err = spec.commandLine().getErr();
    folder
        .problems()
        .forEach(problem -> err.println("left out: " + EscapedWriter.line(problem.toString())));
    List<LabeledImage> evaluated = part.images();
    ImageProgress progress = new ImageProgress(err, evaluated.size(), spec.usageMessage().width());
    Evaluation evaluation;
    try (InceptionV2 model = arguments.open()) {
      evaluation =
          Evaluation.of(
              model,
              evaluated,
              folder.labels(),
              done -> {
                progress.clear();
                progress.show(done);
              });
    }
    progress.clear();
    evaluation
        .failures()
        .forEach(failure -> err.println("left out: " + EscapedWriter.line(failure.toString())));
    print(evaluation, part);
    if (html != null) {
      TrainingReport.of(arguments.model, List.of(), evaluation)
          .evaluatedOn(part.isAll() ? "" : part.name())
          .writeHtml(html);
    }
    boolean isComplete =
        evaluation.failures().isEmpty() && folder.problems().size() == folder.copies().size();
    return isComplete ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private void print(Evaluation evaluation, HeldOut part) {
    PrintWriter out = spec.commandLine().getOut();
    if (arguments.format == OutputFormat.JSON) {
      out.println(evaluation.toJson());
      return;
    }
    out.printf(
        Locale.ROOT,
        "%d %simages: top-1 %.2f %% (%s), ",
        evaluation.imageCount(),
        part.isAll() ? "" : part.name() + " ",
        100 * evaluation.top1(),
        evaluation.top1Interval());
    if (evaluation.modelClasses() > 5) {
      out.printf(
          Locale.ROOT, "top-5 %.2f %% (%s), ", 100 * evaluation.top5(), evaluation.top5Interval());
    }
    out.printf(
        Locale.ROOT,
        "calibration error %.3f (%.3f by chance)%n%n",
        evaluation.calibrationError(),
        evaluation.calibrationErrorByChance());
    int width =
        Math.max(
            5,
            evaluation.perClass().stream()
                .mapToInt(r -> EscapedWriter.line(r.label()).length())
                .max()
                .orElse(0));
    out.printf(Locale.ROOT, "%-" + width + "s  images  precision   recall%n", "class");
    for (Evaluation.ClassResult result : evaluation.perClass()) {
      out.printf(
          Locale.ROOT,
          "%-" + width + "s  %6d  %7.1f %%  %5.1f %%%n",
          EscapedWriter.line(result.label()),
          result.imageCount(),
          100 * result.precision(),
          100 * result.recall());
    }
  }
}
