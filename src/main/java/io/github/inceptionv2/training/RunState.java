package io.github.inceptionv2.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * Where a training is: all that a checkpoint needs besides the variables.
 *
 * @param epoch epochs that are over
 * @param step steps that are over in this epoch
 * @param count steps that are over in all
 * @param sums of this epoch
 * @param best the epoch after which validation was best
 * @param reports of the epochs that are over
 */
record RunState(
    int epoch, int step, long count, EpochSums sums, Best best, List<EpochReport> reports) {

  /** Before the first step. */
  static final RunState START = new RunState(0, 0, 0, EpochSums.NONE, new Best(0, -1), List.of());

  /**
   * An epoch, and how good it was.
   *
   * @param epoch counts from 1; 0 if there was none
   */
  record Best(int epoch, double accuracy) {}

  RunState afterStep(EpochSums sums) {
    return new RunState(epoch, step + 1, count + 1, sums, best, reports);
  }

  /** {@code counts} says whether the epoch may be the best. */
  RunState afterEpoch(EpochReport report, boolean counts) {
    List<EpochReport> all = new ArrayList<>(reports);
    all.add(report);
    double accuracy = report.validationAccuracy().orElse(-1);
    Best better = counts && accuracy > best.accuracy() ? new Best(report.epoch(), accuracy) : best;
    return new RunState(epoch + 1, 0, count, EpochSums.NONE, better, List.copyOf(all));
  }

  boolean isBestSoFar() {
    return best.epoch() > 0 && best.epoch() == epoch;
  }

  Properties toProperties() {
    Properties properties = new Properties();
    properties.setProperty("epoch", Integer.toString(epoch));
    properties.setProperty("step", Integer.toString(step));
    properties.setProperty("count", Long.toString(count));
    properties.setProperty("sums", sums.toString());
    properties.setProperty("best.epoch", Integer.toString(best.epoch()));
    properties.setProperty("best.accuracy", Double.toString(best.accuracy()));
    for (EpochReport report : reports) {
      properties.setProperty("report." + report.epoch(), EpochReports.line(report));
    }
    return properties;
  }

  /** Reads what {@link #toProperties} wrote. */
  static RunState of(Properties properties) {
    int epoch = Integer.parseInt(properties.getProperty("epoch"));
    List<EpochReport> reports = new ArrayList<>();
    for (int i = 1; i <= epoch; i++) {
      reports.add(EpochReports.parse(properties.getProperty("report." + i)));
    }
    return new RunState(
        epoch,
        Integer.parseInt(properties.getProperty("step")),
        Long.parseLong(properties.getProperty("count")),
        EpochSums.parse(properties.getProperty("sums")),
        new Best(
            Integer.parseInt(properties.getProperty("best.epoch")),
            Double.parseDouble(properties.getProperty("best.accuracy"))),
        List.copyOf(reports));
  }
}
