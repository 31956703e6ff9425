package io.github.inceptionv2.training;

import io.github.inceptionv2.internal.module.HeapWeights;
import io.github.inceptionv2.internal.module.Weights;
import io.github.inceptionv2.internal.network.NetworkGraph;
import io.github.inceptionv2.internal.network.VariableSpec;
import io.github.inceptionv2.internal.runtime.Values;
import io.github.inceptionv2.internal.training.Batch;
import io.github.inceptionv2.internal.training.Batches;
import io.github.inceptionv2.internal.training.CheckpointStore;
import io.github.inceptionv2.internal.training.Draw;
import io.github.inceptionv2.internal.training.Scorer;
import io.github.inceptionv2.internal.training.Targets;
import io.github.inceptionv2.internal.training.TrainingStep;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Properties;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/** The loop over epochs and steps, with its checkpoints. */
final class TrainingRun {

  /** In a checkpoint, the names of the best epoch's weights begin with this. */
  private static final String BEST = "best/";

  private static final String OPTIONS = "options";

  private final TrainingOptions options;
  private final Examples examples;
  private final Inputs inputs;
  private final NetworkGraph network;
  private final Optional<CheckpointStore> store;
  private final TrainingListener listener;
  private final BooleanSupplier isCancelled;

  private RunState state = new RunState();
  private HeapWeights best;
  private long lastCheckpoint = System.nanoTime();

  TrainingRun(
      TrainingOptions options,
      Examples examples,
      Inputs inputs,
      NetworkGraph network,
      Optional<CheckpointStore> store,
      TrainingListener listener,
      BooleanSupplier isCancelled) {
    this.options = options;
    this.examples = examples;
    this.inputs = inputs;
    this.network = network;
    this.store = store;
    this.listener = listener;
    this.isCancelled = isCancelled;
  }

  /** What came out: the network's variables and the epochs' reports. */
  record Trained(HeapWeights weights, List<EpochReport> reports) {}

  /**
   * Trains, from a checkpoint if there is one.
   *
   * @param start the network's variables, asked for if there is none
   * @param evaluation the same network in its inference form
   */
  Trained run(Start start, NetworkGraph evaluation) throws IOException, InterruptedException {
    try (TrainingStep step = TrainingStep.open(network, options.stepSettings());
        Scorer scorer = new Scorer(evaluation)) {
      begin(step, start);
      while (state.epoch < options.epochs() && !isPatienceOver()) {
        trainEpoch(step);
        endEpoch(step, scorer);
      }
      HeapWeights last = options.patience > 0 && best != null ? best : only(step.read());
      return new Trained(last, List.copyOf(state.reports));
    }
  }

  /** Gives the weights to start with. */
  interface Start {
    HeapWeights weights() throws IOException;
  }

  private boolean isPatienceOver() {
    return options.patience > 0
        && state.bestEpoch > 0
        && state.epoch - state.bestEpoch >= options.patience;
  }

  private void begin(TrainingStep step, Start start) throws IOException {
    Optional<CheckpointStore.Checkpoint> checkpoint =
        store.isPresent() ? store.get().latest() : Optional.empty();
    if (checkpoint.isPresent()) {
      resume(step, checkpoint.get());
    } else {
      step.assign(withSlots(start.weights()));
    }
  }

  private void resume(TrainingStep step, CheckpointStore.Checkpoint checkpoint) throws IOException {
    String saved = checkpoint.state().getProperty(OPTIONS, "");
    if (!saved.equals(fingerprint())) {
      throw new IllegalArgumentException(
          "the checkpoint is of another training; give it the same options and images, or remove"
              + " it to begin anew. It has:\n"
              + saved
              + "\nwanted:\n"
              + fingerprint());
    }
    step.assign(checkpoint.weights());
    state = RunState.of(checkpoint.state(), options.epochs());
    if (state.bestEpoch > 0) {
      best = HeapWeights.copy(checkpoint.weights(), BEST, network.variables());
    }
    listener.onResume(state.epoch + 1, state.step + 1);
  }

  private String fingerprint() {
    return options + "\n" + examples.fingerprint();
  }

  private void trainEpoch(TrainingStep step) throws IOException, InterruptedException {
    Sampler sampler = examples.sampler(options);
    List<List<Draw>> draws = sampler.epoch(state.epoch);
    List<List<Draw>> rest = draws.subList(state.step, draws.size());
    try (Batches batches = inputs.training(rest, options.imageSize(state.epoch))) {
      while (state.step < draws.size()) {
        long start = System.nanoTime();
        Optional<Batch> next = next(batches, step);
        state.waitingNanos += System.nanoTime() - start;
        if (next.isEmpty()) {
          break; // none of the last images can be read
        }
        try (Batch batch = next.get()) {
          train(step, batch, draws.size());
        }
        state.nanos += System.nanoTime() - start;
        report(draws.size());
        saveNowAndThen(step);
      }
    }
  }

  private Optional<Batch> next(Batches batches, TrainingStep step)
      throws IOException, InterruptedException {
    try {
      if (isCancelled.getAsBoolean()) {
        throw new CancellationException(
            "training was cancelled in epoch " + (state.epoch + 1) + ", step " + (state.step + 1));
      }
      return batches.next();
    } catch (CancellationException | InterruptedException e) {
      save(step);
      throw e;
    }
  }

  private void train(TrainingStep step, Batch batch, int steps) {
    double epoch = state.epoch + (state.step + 0.5) / steps;
    double rate = options.learningRate.at(epoch, options.epochs());
    state.count++;
    // What dropout drops depends on the seed and the number of the step only.
    SplittableRandom noise = new SplittableRandom(~options.seed * 1_000_003 + state.count);
    Targets targets = examples.targets(batch.examples());
    TrainingStep.Outcome outcome = step.run(batch, targets, rate, state.count, noise);
    state.step++;
    if (!Double.isFinite(outcome.loss())) {
      throw new TrainingDivergedException(state.epoch + 1, state.step, outcome.loss());
    }
    state.seen += batch.size();
    state.lossSum += outcome.crossEntropy() * batch.size();
    state.correct += outcome.correct();
  }

  private void report(int steps) {
    double nanosPerStep = (double) state.nanos / state.step;
    long stepsLeft = (long) (options.epochs() - state.epoch) * steps - state.step;
    listener.onStep(
        new StepReport(
            state.epoch + 1,
            options.epochs(),
            state.step,
            steps,
            state.lossSum / state.seen,
            (double) state.correct / state.seen,
            state.seen / (state.nanos / 1e9),
            Duration.ofNanos((long) (nanosPerStep * stepsLeft))));
  }

  private void saveNowAndThen(TrainingStep step) throws IOException {
    if (System.nanoTime() - lastCheckpoint > options.checkpointInterval.toNanos()) {
      save(step);
    }
  }

  private void endEpoch(TrainingStep step, Scorer scorer) throws IOException, InterruptedException {
    long start = System.nanoTime();
    int size = options.imageSize(state.epoch);
    double rate = options.learningRate.at(state.epoch + 1, options.epochs());
    OptionalDouble loss = OptionalDouble.empty();
    OptionalDouble accuracy = OptionalDouble.empty();
    if (!examples.validation().isEmpty()) {
      HeapWeights weights = only(step.read());
      scorer.assign(weights);
      Score score = Score.of(scorer, inputs.validation(size), examples);
      loss = OptionalDouble.of(score.loss());
      accuracy = OptionalDouble.of(score.accuracy());
      if (score.accuracy() > state.bestAccuracy) {
        state.bestAccuracy = score.accuracy();
        state.bestEpoch = state.epoch + 1;
        best = options.patience > 0 ? weights : null;
      }
    }
    EpochReport report =
        new EpochReport(
            state.epoch + 1,
            options.epochs(),
            size,
            rate,
            state.lossSum / Math.max(1, state.seen),
            (double) state.correct / Math.max(1, state.seen),
            loss,
            accuracy,
            state.seen / Math.max(1e-9, state.nanos / 1e9),
            (double) state.waitingNanos / Math.max(1, state.nanos),
            Duration.ofNanos(state.nanos + System.nanoTime() - start));
    state.reports.add(report);
    state.epoch++;
    state.beginEpoch();
    save(step);
    listener.onEpoch(report);
  }

  private void save(TrainingStep step) throws IOException {
    lastCheckpoint = System.nanoTime();
    if (store.isEmpty()) {
      return;
    }
    Map<String, Values> values = new LinkedHashMap<>(step.read().values());
    if (best != null) {
      best.values().forEach((name, value) -> values.put(BEST + name, value));
    }
    Properties properties = state.toProperties();
    properties.setProperty(OPTIONS, fingerprint());
    store.get().save(state.count, new HeapWeights(values, "training"), properties);
  }

  /** The network's variables, without the optimizer's slots. */
  private HeapWeights only(Weights weights) throws IOException {
    return HeapWeights.copy(weights, network.variables());
  }

  private HeapWeights withSlots(HeapWeights weights) throws IOException {
    Map<String, Values> values = new LinkedHashMap<>(only(weights).values());
    for (VariableSpec slot : TrainingStep.slots(network, options.optimizer.rule())) {
      values.put(slot.name(), new Values(new float[slot.size()], slot.shape()));
    }
    return new HeapWeights(values, weights.origin());
  }
}
