package io.github.inceptionv2.cli;

import io.github.inceptionv2.training.EpochReport;
import io.github.inceptionv2.training.Evaluation;
import io.github.inceptionv2.training.FineTunedModel;
import io.github.inceptionv2.training.ImageFolder;
import io.github.inceptionv2.training.TrainingOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Writes a model card, as described in "Model Cards for Model Reporting" (Mitchell et al. 2019).
 */
final class ModelCard {

  private static final int MAX_PROBLEMS = 100;

  private ModelCard() {}

  static String of(
      String title,
      String start,
      ImageFolder folder,
      TrainingOptions options,
      FineTunedModel model,
      String heldOut,
      Evaluation evaluation,
      Optional<Evaluation> crossValidation) {
    Duration time =
        model.epochs().stream().map(EpochReport::duration).reduce(Duration.ZERO, Duration::plus);
    StringBuilder card = new StringBuilder();
    line(card, "# %s", Markdown.text(title));
    line(card, "");
    line(
        card,
        "Inception V2 for %d classes, trained with inception-v2 for the JVM.",
        folder.labels().size());
    line(card, "");
    line(card, "| | |");
    line(card, "| --- | --- |");
    line(
        card,
        "| classes | %s |",
        folder.labels().stream().map(Markdown::text).collect(Collectors.joining(", ")));
    line(
        card,
        "| top-1 | %.1f %% of %d %s images (95 %% confidence: %s) |",
        100 * evaluation.top1(),
        evaluation.imageCount(),
        heldOut,
        evaluation.top1Interval());
    crossValidation.ifPresent(
        folds ->
            line(
                card,
                "| top-1 by cross-validation | %.1f %% of %d images (95 %% confidence: %s) |",
                100 * folds.top1(),
                folds.imageCount(),
                folds.top1Interval()));
    line(card, "| mean cross-entropy | %.3f |", evaluation.meanLoss());
    line(
        card,
        "| images | %d for training, %d for validation, from folder %s |",
        folder.training().size(),
        folder.validation().size(),
        Markdown.text(name(folder.directory())));
    line(card, "| started from | %s |", Markdown.text(start(start)));
    if (model.headFit().isPresent()) {
      line(card, "| logits fitted with | %s |", model.headFit().get());
    } else {
      line(card, "| epochs | %d |", model.epochs().size());
      line(card, "| time | %s |", TrainingProgress.time(time));
    }
    line(card, "| temperature of the logits | %.2f |", model.temperature());
    line(
        card,
        "| calibration error | %.3f (%.3f by chance) |",
        evaluation.calibrationError(),
        evaluation.calibrationErrorByChance());
    line(card, "");
    line(card, "## Results per class");
    line(card, "");
    line(card, "| class | images | precision | recall |");
    line(card, "| --- | --- | --- | --- |");
    for (Evaluation.ClassResult result : evaluation.perClass()) {
      line(
          card,
          "| %s | %d | %.1f %% | %.1f %% |",
          Markdown.text(result.label()),
          result.imageCount(),
          100 * result.precision(),
          100 * result.recall());
    }
    line(card, "");
    addProblems(card, folder.problems());
    line(card, "## Training options");
    line(card, "");
    options.toString().lines().forEach(option -> line(card, "- %s", option));
    line(card, "");
    line(card, "## Licence of the data");
    line(card, "");
    line(
        card,
        "The program that wrote this card does not know the licence. State it here before you share"
            + " the model.");
    return card.toString();
  }

  private static void addProblems(StringBuilder card, List<ImageFolder.Problem> problems) {
    if (problems.isEmpty()) {
      return;
    }
    line(card, "## Files left out");
    line(card, "");
    problems.stream()
        .limit(MAX_PROBLEMS)
        .forEach(
            problem ->
                line(card, "- %s", Markdown.text(name(problem.file()) + " " + problem.message())));
    if (problems.size() > MAX_PROBLEMS) {
      line(card, "- and %d more", problems.size() - MAX_PROBLEMS);
    }
    line(card, "");
  }

  /**
   * Returns a handle or URL unchanged, but only the last name of a local path, to hide local
   * directories.
   */
  static String start(String start) {
    if (start.equals("fresh")) {
      return "fresh weights";
    }
    if (start.matches("(?i)https?://.*")) {
      return start;
    }
    if (start.matches("(?i)(jar|file):.*")) {
      return start.replaceFirst(".*/(?=[^/]+/*$)", "");
    }
    Path path = FileNames.path(start);
    return Files.exists(path) ? name(path) : start;
  }

  private static String name(Path path) {
    return path.getFileName() == null ? path.toString() : path.getFileName().toString();
  }

  private static void line(StringBuilder card, String format, Object... values) {
    card.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
