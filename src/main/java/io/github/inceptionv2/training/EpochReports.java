package io.github.inceptionv2.training;

import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;

/** Epochs' reports as lines of a checkpoint. */
final class EpochReports {

  private EpochReports() {}

  static String line(EpochReport report) {
    return String.join(
        " ",
        List.of(
            Integer.toString(report.epoch()),
            Integer.toString(report.epochs()),
            Integer.toString(report.imageSize()),
            Double.toString(report.learningRate()),
            Double.toString(report.loss()),
            Double.toString(report.accuracy()),
            Double.toString(report.validationLoss().orElse(Double.NaN)),
            Double.toString(report.validationAccuracy().orElse(Double.NaN)),
            Double.toString(report.imagesPerSecond()),
            Double.toString(report.waitingShare()),
            report.duration().toString()));
  }

  /** Reads what {@link #line} wrote. */
  static EpochReport parse(String line) {
    String[] parts = line.split(" ");
    return new EpochReport(
        Integer.parseInt(parts[0]),
        Integer.parseInt(parts[1]),
        Integer.parseInt(parts[2]),
        Double.parseDouble(parts[3]),
        Double.parseDouble(parts[4]),
        Double.parseDouble(parts[5]),
        optional(parts[6]),
        optional(parts[7]),
        Double.parseDouble(parts[8]),
        Double.parseDouble(parts[9]),
        Duration.parse(parts[10]));
  }

  private static OptionalDouble optional(String text) {
    double value = Double.parseDouble(text);
    return Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
  }
}
