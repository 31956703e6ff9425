package io.github.inceptionv2.training;

import io.github.inceptionv2.training.RunState.EpochSums;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Properties;

/** Converts the state of a run to the properties of a checkpoint and back. */
final class RunStateProperties {

  private RunStateProperties() {}

  static Properties of(RunState state) {
    Properties properties = new Properties();
    properties.setProperty("epoch", Integer.toString(state.epoch()));
    properties.setProperty("step", Integer.toString(state.step()));
    properties.setProperty("count", Long.toString(state.count()));
    properties.setProperty("sums", line(state.sums()));
    properties.setProperty("best.epoch", Integer.toString(state.best().epoch()));
    properties.setProperty("best.accuracy", Double.toString(state.best().accuracy()));
    for (EpochReport report : state.reports()) {
      properties.setProperty("report." + report.epoch(), line(report));
    }
    return properties;
  }

  /** Reads the properties that {@link #of} wrote. */
  static RunState parse(Properties properties) {
    int epoch = Integer.parseInt(properties.getProperty("epoch"));
    List<EpochReport> reports = new ArrayList<>();
    for (int i = 1; i <= epoch; i++) {
      reports.add(report(properties.getProperty("report." + i)));
    }
    return new RunState(
        epoch,
        Integer.parseInt(properties.getProperty("step")),
        Long.parseLong(properties.getProperty("count")),
        sums(properties.getProperty("sums")),
        new RunState.Best(
            Integer.parseInt(properties.getProperty("best.epoch")),
            Double.parseDouble(properties.getProperty("best.accuracy"))),
        List.copyOf(reports));
  }

  private static String line(EpochSums sums) {
    return String.join(
        " ",
        List.of(
            Long.toString(sums.seen()),
            Double.toString(sums.loss()),
            Long.toString(sums.correct()),
            Long.toString(sums.nanos()),
            Long.toString(sums.waitingNanos())));
  }

  private static EpochSums sums(String line) {
    String[] parts = line.split(" ");
    return new EpochSums(
        Long.parseLong(parts[0]),
        Double.parseDouble(parts[1]),
        Long.parseLong(parts[2]),
        Long.parseLong(parts[3]),
        Long.parseLong(parts[4]));
  }

  private static String line(EpochReport report) {
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

  private static EpochReport report(String line) {
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
