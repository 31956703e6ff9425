package io.github.inceptionv2.cli;

import io.github.inceptionv2.training.MetricsLog;
import io.github.inceptionv2.training.TrainingListener;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Options for files with the metrics of each epoch. */
final class MetricsArguments {

  private static final Logger LOG = LoggerFactory.getLogger(MetricsArguments.class);

  @Option(
      names = "--metrics",
      paramLabel = "FILE",
      description = "File to append the metrics of each epoch to, one JSON object per line.")
  private Path metrics;

  @Option(
      names = "--tensorboard",
      paramLabel = "DIR",
      description = "Directory for a TensorBoard event file with the metrics of each epoch.")
  private Path tensorBoard;

  /** The open metrics files, as listeners. */
  static final class Logs implements Closeable {

    private final List<MetricsLog> open = new ArrayList<>();

    /** Returns the listener {@code first}, followed by the listeners that write files. */
    TrainingListener[] after(TrainingListener first) {
      List<TrainingListener> all = new ArrayList<>(List.of(first));
      all.addAll(open);
      return all.toArray(TrainingListener[]::new);
    }

    /** Closes all files. A failure is only logged, because the training has finished. */
    @Override
    public void close() {
      for (MetricsLog log : open) {
        try {
          log.close();
        } catch (IOException e) {
          LOG.warn("metrics are incomplete: {}", e.getMessage());
        }
      }
    }
  }

  /**
   * Rejects metrics files that would stay empty or conflict with other files.
   *
   * @param isFit true if the training has no epochs
   * @param outputs directories that the training writes
   */
  void check(CommandSpec spec, boolean isFit, List<Path> outputs) throws IOException {
    for (Path file : Arrays.asList(metrics, tensorBoard)) {
      if (file == null) {
        continue;
      } else if (isFit) {
        throw new ParameterException(
            spec.commandLine(),
            "--metrics and --tensorboard need epochs; mode head has none with --optimizer lbfgs");
      } else if (outputs.stream().anyMatch(absolute(file)::startsWith)) {
        throw new ParameterException(
            spec.commandLine(), file + " must not be inside the output or checkpoint directory");
      }
    }
    if (metrics != null && Files.isRegularFile(metrics) && !isJsonLines(metrics)) {
      throw new ParameterException(
          spec.commandLine(),
          "--metrics (" + metrics + ") exists and is not a JSON Lines file; choose another file");
    }
  }

  private static boolean isJsonLines(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      int first = in.read();
      return first < 0 || first == '{';
    }
  }

  private static Path absolute(Path path) {
    return path.toAbsolutePath().normalize();
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
