package io.github.inceptionv2.training;

import io.github.inceptionv2.internal.network.NetworkGraph;
import io.github.inceptionv2.internal.training.CheckpointStore;
import io.github.inceptionv2.internal.training.DamagedCheckpoint;
import io.github.inceptionv2.internal.training.TrainingStep;
import io.github.inceptionv2.internal.weights.HeapWeights;
import io.github.inceptionv2.internal.weights.ModelFormatException;
import io.github.inceptionv2.internal.weights.VariableValue;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/** Saves the state of a run periodically, and restores it. Not thread-safe. */
final class RunCheckpoints {

  /** The prefix of the best epoch's weights in a checkpoint. */
  private static final String BEST = "best/";

  private static final String TRAINING = "training";

  private final Optional<CheckpointStore> store;
  private final NetworkGraph network;
  private final String fingerprint;
  private final Duration interval;
  private long last = System.nanoTime();

  /**
   * Prepares to save and restore a run.
   *
   * @param store the store of the checkpoints, if any are kept
   * @param fingerprint text that identifies the run
   * @param interval minimum time between the checkpoints that {@link #saveIfDue} writes
   */
  RunCheckpoints(
      Optional<CheckpointStore> store,
      NetworkGraph network,
      String fingerprint,
      Duration interval) {
    this.store = store;
    this.network = network;
    this.fingerprint = fingerprint;
    this.interval = interval;
  }

  /**
   * A saved run, which can be resumed.
   *
   * @param best the weights of the best epoch, if they were saved
   */
  record Saved(RunState state, Optional<HeapWeights> best) {}

  /**
   * Rejects a checkpoint of another run.
   *
   * @throws IllegalArgumentException if the latest checkpoint is from another run
   */
  void check() throws IOException {
    if (store.isPresent()) {
      store.get().latest().ifPresent(found -> check(found.state().getProperty(TRAINING, "")));
    }
  }

  /** Restores the variables of the latest checkpoint into {@code step}. */
  Optional<Saved> restore(TrainingStep step) throws IOException {
    Optional<CheckpointStore.Checkpoint> latest =
        store.isPresent() ? store.get().latest() : Optional.empty();
    if (latest.isEmpty()) {
      return Optional.empty();
    }
    CheckpointStore.Checkpoint checkpoint = latest.get();
    check(checkpoint.state().getProperty(TRAINING, ""));
    try {
      return Optional.of(restore(checkpoint, step));
    } catch (ModelFormatException e) {
      throw DamagedCheckpoint.of(e);
    }
  }

  private Saved restore(CheckpointStore.Checkpoint checkpoint, TrainingStep step)
      throws IOException {
    step.assign(checkpoint.weights());
    boolean hasBest = checkpoint.weights().names().stream().anyMatch(name -> name.startsWith(BEST));
    Optional<HeapWeights> best =
        hasBest
            ? Optional.of(HeapWeights.copy(checkpoint.weights(), BEST, network.variables()))
            : Optional.empty();
    return new Saved(RunStateProperties.parse(checkpoint.state()), best);
  }

  private void check(String saved) {
    if (!saved.equals(fingerprint)) {
      throw new IllegalArgumentException(
          "the checkpoint is from another run; use the same model, options and images, or, "
              + DamagedCheckpoint.BEGIN_ANEW
              + ". The checkpoint was made with:\n"
              + saved
              + "\nexpected:\n"
              + fingerprint);
    }
  }

  void saveIfDue(RunState state, TrainingStep step, Optional<HeapWeights> best) throws IOException {
    if (System.nanoTime() - last >= interval.toNanos()) {
      save(state, step, best);
    }
  }

  /**
   * Writes the state, even on an interrupted thread.
   *
   * @throws TrainingDivergedException if a weight is NaN or infinite; the previous checkpoint is
   *     kept
   */
  void save(RunState state, TrainingStep step, Optional<HeapWeights> best) throws IOException {
    last = System.nanoTime();
    if (store.isEmpty()) {
      return;
    }
    boolean wasInterrupted = Thread.interrupted(); // an interrupt would close the files
    try {
      write(state, step.read(), best);
    } finally {
      if (wasInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * Fails if a weight is NaN or infinite. The loss shows this only in the next step, which may be
   * too late.
   */
  void checkFinite(HeapWeights weights, RunState state) {
    for (VariableValue values : weights.values().values()) {
      for (float value : values.values()) {
        if (!Float.isFinite(value)) {
          throw new TrainingDivergedException(state.epoch() + 1, state.step(), value);
        }
      }
    }
  }

  private void write(RunState state, HeapWeights variables, Optional<HeapWeights> best)
      throws IOException {
    checkFinite(variables, state);
    Map<String, VariableValue> values = new LinkedHashMap<>(variables.values());
    best.ifPresent(
        weights -> weights.values().forEach((name, value) -> values.put(BEST + name, value)));
    Properties properties = RunStateProperties.of(state);
    properties.setProperty(TRAINING, fingerprint);
    store.get().save(state.count(), new HeapWeights(values, Path.of("a training run")), properties);
  }
}
