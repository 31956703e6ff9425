package io.github.inceptionv2.internal.training;

import io.github.inceptionv2.internal.weights.Checkpoints;
import io.github.inceptionv2.internal.weights.Weights;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
    Files.writeString(
        unfinished.resolve(STATE),
        text.toString(),
        StandardOpenOption.CREATE_NEW,
        StandardOpenOption.WRITE,
        StandardOpenOption.SYNC);
    List<Path> old = all();
    Files.move(unfinished, unused(step), StandardCopyOption.ATOMIC_MOVE);
    for (Path checkpoint : old) {
      delete(checkpoint);
    }
  }

  /** A step that is saved again gets a name of its own: the one that is there goes afterwards. */
  private Path unused(long step) {
    Path path = directory.resolve(PREFIX + step);
    for (int i = 2; Files.exists(path); i++) {
      path = directory.resolve(PREFIX + step + "-" + i);
    }
    return path;
  }

  /** The latest checkpoint, if there is one. */
  public Optional<Checkpoint> latest() throws IOException {
    Optional<Path> latest =
        all().stream().filter(CheckpointStore::isWhole).max(Comparator.comparing(Name::of));
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
          .filter(path -> Name.PATTERN.matcher(path.getFileName().toString()).matches())
          .toList();
    }
  }

  /** One that is being removed may have lost files already. */
  private static boolean isWhole(Path checkpoint) {
    return Files.isRegularFile(checkpoint.resolve(STATE))
        && Files.isRegularFile(checkpoint.resolve(WEIGHTS + ".index"));
  }

  /** What a checkpoint's name says: the step, and how often it was saved. */
  private record Name(long step, int count) implements Comparable<Name> {
    private static final Pattern PATTERN = Pattern.compile(PREFIX + "(\\d{1,18})(?:-(\\d{1,8}))?");

    static Name of(Path checkpoint) {
      Matcher name = PATTERN.matcher(checkpoint.getFileName().toString());
      if (!name.matches()) {
        throw new IllegalArgumentException(checkpoint + " is no checkpoint");
      }
      return new Name(
          Long.parseLong(name.group(1)),
          name.group(2) == null ? 1 : Integer.parseInt(name.group(2)));
    }

    @Override
    public int compareTo(Name other) {
      return step != other.step
          ? Long.compare(step, other.step)
          : Integer.compare(count, other.count);
    }
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
