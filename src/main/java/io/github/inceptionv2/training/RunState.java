package io.github.inceptionv2.training;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Properties;

/** Where a training is: all that a checkpoint needs besides the variables. */
final class RunState {

  /** Epochs that are over. */
  int epoch;

  /** Steps that are over in this epoch. */
  int step;

  /** Steps that are over in all. */
  long count;

  /** Examples of this epoch, the sum of their losses, and how many were right. */
  long seen;

  double lossSum;
  long correct;

  /** Time spent on this epoch, and how much of it the network waited for images. */
  long nanos;

  long waitingNanos;

  /** The epoch after which validation was best, and how good; epochs count from 1. */
  int bestEpoch;

  double bestAccuracy = -1;

  final List<EpochReport> reports = new ArrayList<>();

  void beginEpoch() {
    step = 0;
    seen = 0;
    lossSum = 0;
    correct = 0;
    nanos = 0;
    waitingNanos = 0;
  }

  Properties toProperties() {
    Properties properties = new Properties();
    put(properties, "epoch", epoch);
    put(properties, "step", step);
    put(properties, "count", count);
    put(properties, "seen", seen);
    put(properties, "lossSum", lossSum);
    put(properties, "correct", correct);
    put(properties, "nanos", nanos);
    put(properties, "waitingNanos", waitingNanos);
    put(properties, "bestEpoch", bestEpoch);
    put(properties, "bestAccuracy", bestAccuracy);
    for (EpochReport report : reports) {
      put(properties, "report." + report.epoch(), line(report));
    }
    return properties;
  }

  static RunState of(Properties properties, int epochs) {
    RunState state = new RunState();
    state.epoch = Integer.parseInt(properties.getProperty("epoch"));
    state.step = Integer.parseInt(properties.getProperty("step"));
    state.count = Long.parseLong(properties.getProperty("count"));
    state.seen = Long.parseLong(properties.getProperty("seen"));
    state.lossSum = Double.parseDouble(properties.getProperty("lossSum"));
    state.correct = Long.parseLong(properties.getProperty("correct"));
    state.nanos = Long.parseLong(properties.getProperty("nanos"));
    state.waitingNanos = Long.parseLong(properties.getProperty("waitingNanos"));
    state.bestEpoch = Integer.parseInt(properties.getProperty("bestEpoch"));
    state.bestAccuracy = Double.parseDouble(properties.getProperty("bestAccuracy"));
    for (int i = 1; i <= state.epoch; i++) {
      Optional.ofNullable(properties.getProperty("report." + i))
          .ifPresent(line -> state.reports.add(report(line, epochs)));
    }
    return state;
  }

  private static void put(Properties properties, String key, Object value) {
    properties.setProperty(key, String.valueOf(value));
  }

  private static String line(EpochReport report) {
    return String.join(
        " ",
        List.of(
            "" + report.epoch(),
            "" + report.imageSize(),
            "" + report.learningRate(),
            "" + report.loss(),
            "" + report.accuracy(),
            "" + report.validationLoss().orElse(Double.NaN),
            "" + report.validationAccuracy().orElse(Double.NaN),
            "" + report.imagesPerSecond(),
            "" + report.waitingShare(),
            "" + report.duration().toMillis()));
  }

  private static EpochReport report(String line, int epochs) {
    String[] parts = line.split(" ");
    return new EpochReport(
        Integer.parseInt(parts[0]),
        epochs,
        Integer.parseInt(parts[1]),
        Double.parseDouble(parts[2]),
        Double.parseDouble(parts[3]),
        Double.parseDouble(parts[4]),
        optional(parts[5]),
        optional(parts[6]),
        Double.parseDouble(parts[7]),
        Double.parseDouble(parts[8]),
        Duration.ofMillis(Long.parseLong(parts[9])));
  }

  private static OptionalDouble optional(String text) {
    double value = Double.parseDouble(text);
    return Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
  }
}
