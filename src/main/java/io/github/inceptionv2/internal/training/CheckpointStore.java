package io.github.inceptionv2.internal.training;

import io.github.inceptionv2.internal.files.DurableFile;
import io.github.inceptionv2.internal.files.OwnedDirectory;
import io.github.inceptionv2.internal.weights.Checkpoints;
import io.github.inceptionv2.internal.weights.ModelFormatException;
import io.github.inceptionv2.internal.weights.Weights;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Keeps the state of a training run in a directory, so a killed run can resume.
 *
 * <p>Each checkpoint is a separate directory called {@code step-N}, with the variables in
 * TensorFlow's V2 format and a properties file. A checkpoint appears atomically, and only then is
 * the previous checkpoint deleted. Directories with such a name that this library did not create
 * are neither read nor deleted. Locks the directory until closed. Not thread-safe.
 */
public final class CheckpointStore implements Closeable {

  private static final String PREFIX = "step-";
  private static final String WEIGHTS = "weights";
  private static final String STATE = "state.properties";
  private static final String UNFINISHED = "unfinished";

  private final OwnedDirectory directory;

  private CheckpointStore(OwnedDirectory directory) {
    this.directory = directory;
  }

  /**
   * Opens {@code directory}, creates it if it is missing, and removes unfinished checkpoints of a
   * killed process.
   *
   * @throws java.nio.file.FileSystemException if the directory has no marker of this library and
   *     holds files that this library did not create, another run is using the directory, or it
   *     cannot be written
   */
  public static CheckpointStore open(Path directory) throws IOException {
    OwnedDirectory owned = OwnedDirectory.open(directory);
    CheckpointStore store = new CheckpointStore(owned);
    try {
      store.removeUnfinished();
      return store;
    } catch (IOException | RuntimeException e) {
      owned.close();
      throw e;
    }
  }

  /** Removes directories that a killed process was writing or deleting. */
  private void removeUnfinished() throws IOException {
    for (String name : directory.names()) {
      boolean isUnfinished = name.matches(UNFINISHED + "(-\\d+)?");
      if (isUnfinished || Name.isOne(name) && !isWhole(name)) {
        directory.delete(name);
      }
    }
  }

  /**
   * The state of a training run.
   *
   * @param weights all variables, including the optimizer's slots
   */
  public record Checkpoint(Weights weights, Properties state) {}

  /** Writes a checkpoint and removes older ones. */
  public void save(long step, Weights weights, Properties state) throws IOException {
    removeUnfinished();
    String unfinished = directory.unused(UNFINISHED);
    String name = directory.unused(PREFIX + step);
    List<String> old = all();
    directory.add(files(unfinished, name));
    write(directory.resolve(unfinished), weights, state);
    Files.move(
        directory.resolve(unfinished), directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    for (String checkpoint : old) {
      directory.delete(checkpoint);
    }
    directory.delete(unfinished); // from the list only: it has moved
  }

  private static List<String> files(String... directories) {
    List<String> files = new ArrayList<>();
    for (String directory : directories) {
      Checkpoints.files(WEIGHTS).forEach(file -> files.add(directory + "/" + file));
      files.add(directory + "/" + STATE);
    }
    return files;
  }

  private static void write(Path directory, Weights weights, Properties state) throws IOException {
    Files.createDirectory(directory);
    Checkpoints.write(directory.resolve(WEIGHTS), weights);
    DurableFile.write(directory.resolve(STATE), StateFile.bytes(state));
  }

  /**
   * Returns the latest checkpoint, if there is one.
   *
   * @throws IOException if the checkpoint is damaged
   */
  public Optional<Checkpoint> latest() throws IOException {
    Optional<String> latest =
        all().stream().filter(this::isWhole).max(Comparator.comparing(Name::of));
    if (latest.isEmpty()) {
      return Optional.empty();
    }
    Path checkpoint = directory.resolve(latest.get());
    Properties state = StateFile.read(checkpoint.resolve(STATE));
    try {
      return Optional.of(
          new Checkpoint(Checkpoints.open(checkpoint.resolve(WEIGHTS + ".index")), state));
    } catch (ModelFormatException e) {
      throw DamagedCheckpoint.of(e);
    }
  }

  private List<String> all() {
    return directory.names().stream().filter(Name::isOne).toList();
  }

  /**
   * Returns true if the checkpoint has all its files. A checkpoint that was being removed when the
   * process was killed may lack some.
   */
  private boolean isWhole(String checkpoint) {
    return files(checkpoint).stream()
        .map(directory::resolve)
        .allMatch(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS));
  }

  @Override
  public void close() throws IOException {
    directory.close();
  }

  /**
   * The parts of a checkpoint's name: the step, and the number of times that the step was saved.
   */
  private record Name(long step, int count) implements Comparable<Name> {
    private static final Pattern PATTERN = Pattern.compile(PREFIX + "(\\d{1,18})(?:-(\\d{1,8}))?");

    static boolean isOne(String checkpoint) {
      return PATTERN.matcher(checkpoint).matches();
    }

    static Name of(String checkpoint) {
      Matcher name = PATTERN.matcher(checkpoint);
      if (!name.matches()) {
        throw new IllegalArgumentException(checkpoint + " is not a checkpoint");
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
}
