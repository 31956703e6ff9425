package io.github.inceptionv2.internal.training;

import io.github.inceptionv2.internal.module.Checkpoints;
import io.github.inceptionv2.internal.module.Weights;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * Keeps the state of a training in a directory, so that a killed one can go on.
 *
 * <p>A checkpoint is a directory of its own, {@code step-N}, with the variables in TensorFlow's V2
 * format and a properties file. It appears whole or not at all; the one before goes only then.
 */
public final class CheckpointStore {

  private static final String PREFIX = "step-";
  private static final String WEIGHTS = "weights";
  private static final String STATE = "state.properties";
  private static final String UNFINISHED = ".unfinished";

  private final Path directory;

  /** Nothing is written before {@link #save}. */
  public CheckpointStore(Path directory) {
    this.directory = directory;
  }

  /**
   * A state of training.
   *
   * @param weights all variables, the optimizer's slots too
   */
  public record Checkpoint(Weights weights, Properties state) {}

  /** Writes a checkpoint and removes older ones. */
  public void save(long step, Weights weights, Properties state) throws IOException {
    Files.createDirectories(directory);
    Path unfinished = directory.resolve(UNFINISHED);
    delete(unfinished);
    Files.createDirectory(unfinished);
    Checkpoints.write(unfinished.resolve(WEIGHTS), weights);
    StringWriter text = new StringWriter();
    state.store(text, null);
    Files.writeString(unfinished.resolve(STATE), text.toString());
    Path finished = directory.resolve(PREFIX + step);
    delete(finished);
    Files.move(unfinished, finished, StandardCopyOption.ATOMIC_MOVE);
    for (Path old : all()) {
      if (!old.equals(finished)) {
        delete(old);
      }
    }
  }

  /** The latest checkpoint, if there is one. */
  public Optional<Checkpoint> latest() throws IOException {
    Optional<Path> latest = all().stream().max(Comparator.comparingLong(CheckpointStore::step));
    if (latest.isEmpty()) {
      return Optional.empty();
    }
    Properties state = new Properties();
    state.load(new StringReader(Files.readString(latest.get().resolve(STATE))));
    return Optional.of(
        new Checkpoint(Checkpoints.open(latest.get().resolve(WEIGHTS + ".index")), state));
  }

  /** Removes all checkpoints, and the directory if nothing else is in it. */
  public void clear() throws IOException {
    if (!Files.isDirectory(directory)) {
      return;
    }
    delete(directory.resolve(UNFINISHED));
    for (Path checkpoint : all()) {
      delete(checkpoint);
    }
    try (Stream<Path> rest = Files.list(directory)) {
      if (rest.findAny().isPresent()) {
        return;
      }
    }
    Files.delete(directory);
  }

  private List<Path> all() throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> children = Files.list(directory)) {
      return children
          .filter(path -> path.getFileName().toString().matches(PREFIX + "\\d{1,18}"))
          .toList();
    }
  }

  private static long step(Path checkpoint) {
    return Long.parseLong(checkpoint.getFileName().toString().substring(PREFIX.length()));
  }

  private static void delete(Path directory) throws IOException {
    if (Files.exists(directory)) {
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
