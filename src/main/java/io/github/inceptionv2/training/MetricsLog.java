package io.github.inceptionv2.training;

import io.github.inceptionv2.internal.files.FileOutput;
import io.github.inceptionv2.internal.files.SafeText;
import io.github.inceptionv2.internal.report.Json;
import io.github.inceptionv2.internal.training.EventFile;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the metrics of each epoch to a file during training. Must be closed after training. Not
 * thread-safe.
 *
 * <p>If writing fails, training continues: the failure is logged once, and no more metrics are
 * written.
 */
public final class MetricsLog implements TrainingListener, Closeable {

  private static final Logger LOG = LoggerFactory.getLogger(MetricsLog.class);

  private final Path target;
  private final Sink sink;
  private boolean isBroken;

  private interface Sink extends Closeable {
    void write(EpochReport report) throws IOException;
  }

  private MetricsLog(Path target, Sink sink) {
    this.target = target;
    this.sink = sink;
  }

  /**
   * Appends a JSON object per epoch to {@code file}, one object per line, with the members that
   * {@link TrainingReport#writeJson} writes for an epoch. Missing directories are created.
   *
   * @throws IOException if the file cannot be opened
   * @throws UnsupportedOperationException if Gson, an optional dependency, is not on the class path
   */
  public static MetricsLog jsonLines(Path file) throws IOException {
    Objects.requireNonNull(file, "file");
    Json.object(json -> {}); // without Gson, fails before an hour of training
    if (file.toAbsolutePath().getParent() != null) {
      Files.createDirectories(file.toAbsolutePath().getParent());
    }
    OutputStream out = FileOutput.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    return new MetricsLog(
        file,
        new Sink() {
          @Override
          public void write(EpochReport report) throws IOException {
            String line = Json.object(json -> EpochJson.write(json, report)) + "\n";
            out.write(line.getBytes(StandardCharsets.UTF_8));
          }

          @Override
          public void close() throws IOException {
            out.close();
          }
        });
  }

  /**
   * Writes scalars to a new event file in {@code directory}, which TensorBoard shows with {@code
   * --logdir}: {@code loss}, {@code accuracy}, {@code validation/loss}, {@code
   * validation/accuracy}, {@code learning_rate} and {@code images_per_second}, by epoch.
   *
   * @throws IOException if the file cannot be created
   */
  public static MetricsLog tensorBoard(Path directory) throws IOException {
    EventFile events = EventFile.create(Objects.requireNonNull(directory, "directory"));
    return new MetricsLog(
        directory,
        new Sink() {
          @Override
          public void write(EpochReport report) throws IOException {
            events.write(report.epoch(), scalars(report));
          }

          @Override
          public void close() throws IOException {
            events.close();
          }
        });
  }

  private static Map<String, Double> scalars(EpochReport report) {
    Map<String, Double> scalars = new TreeMap<>();
    scalars.put("loss", report.loss());
    scalars.put("accuracy", report.accuracy());
    report.validationLoss().ifPresent(loss -> scalars.put("validation/loss", loss));
    report.validationAccuracy().ifPresent(share -> scalars.put("validation/accuracy", share));
    scalars.put("learning_rate", report.learningRate());
    scalars.put("images_per_second", report.imagesPerSecond());
    return scalars;
  }

  @Override
  public void onEpoch(EpochReport report) {
    if (isBroken) {
      return;
    }
    try {
      sink.write(report);
    } catch (IOException e) {
      isBroken = true;
      LOG.warn(
          "{}: writing failed ({}); no more metrics are written",
          SafeText.line(target),
          e.getMessage());
    }
  }

  @Override
  public void close() throws IOException {
    sink.close();
  }
}
