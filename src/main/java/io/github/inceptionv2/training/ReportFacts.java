package io.github.inceptionv2.training;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The facts that a report shows.
 *
 * @param epochs the epochs in order; empty if there were none
 * @param fit fit of the logits, if only the logits were trained
 * @param keptEpoch the epoch whose weights the model has, if known
 * @param part name of the evaluated split, such as {@code test}, or empty
 * @param start name of the model that the training started from, or empty
 */
record ReportFacts(
    String title,
    List<EpochReport> epochs,
    Optional<HeadFit> fit,
    OptionalInt keptEpoch,
    String part,
    String start,
    Evaluation evaluation) {

  ReportFacts withPart(String name) {
    return new ReportFacts(title, epochs, fit, keptEpoch, name, start, evaluation);
  }

  ReportFacts withStart(String name) {
    return new ReportFacts(title, epochs, fit, keptEpoch, part, name, evaluation);
  }
}
