package io.github.inceptionv2.cli;

import io.github.inceptionv2.training.MetricsLog;
import io.github.inceptionv2.training.TrainingListener;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Files that the metrics of each epoch go to. */
final class MetricsArguments {

  @Option(
      names = "--metrics",
      paramLabel = "FILE",
      description = "appends the metrics of each epoch to FILE, a JSON object a line")
  private Path metrics;

  @Option(
      names = "--tensorboard",
      paramLabel = "DIR",
      description = "writes the metrics of each epoch to an event file in DIR, for TensorBoard")
  private Path tensorBoard;

  /** Listeners that write to open files. */
  static final class Logs implements Closeable {

    private final List<MetricsLog> open = new ArrayList<>();

    /** Returns {@code first} and the listeners that write. */
    TrainingListener[] after(TrainingListener first) {
      List<TrainingListener> all = new ArrayList<>(List.of(first));
      all.addAll(open);
      return all.toArray(TrainingListener[]::new);
    }

    @Override
    public void close() throws IOException {
      for (MetricsLog log : open) {
        log.close();
      }
    }
  }

  Logs open() throws IOException {
    Logs logs = new Logs();
    try {
      if (metrics != null) {
        logs.open.add(MetricsLog.jsonLines(metrics));
      }
      if (tensorBoard != null) {
        logs.open.add(MetricsLog.tensorBoard(tensorBoard));
      }
      return logs;
    } catch (IOException | RuntimeException e) {
      logs.close();
      throw e;
    }
  }
}
