package io.github.inceptionv2.training;

import io.github.inceptionv2.internal.network.NetworkGraph;
import io.github.inceptionv2.internal.network.VariableSpec;
import io.github.inceptionv2.internal.runtime.SessionConfig;
import io.github.inceptionv2.internal.training.Batches;
import io.github.inceptionv2.internal.training.DrawnExample;
import io.github.inceptionv2.internal.training.ExampleBatch;
import io.github.inceptionv2.internal.training.Inputs;
import io.github.inceptionv2.internal.training.Sampler;
import io.github.inceptionv2.internal.training.Scorer;
import io.github.inceptionv2.internal.training.Scorer.Score;
import io.github.inceptionv2.internal.training.Temperature;
import io.github.inceptionv2.internal.training.TrainingStep;
import io.github.inceptionv2.internal.training.TrainingStep.Targets;
import io.github.inceptionv2.internal.weights.HeapWeights;
import io.github.inceptionv2.internal.weights.VariableValue;
import io.github.inceptionv2.training.RunState.EpochSums;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/**
 * The loop over epochs and steps.
 *
 * <p>A step depends only on the seed and its number, so a killed run that is resumed gets the same
 * result as an uninterrupted run.
 */
final class TrainingRun {

  private final TrainingSettings settings;
  private final LearningRate learningRate;
  private final int epochs;
  private final Plan plan;
  private final Examples examples;
  private final Sampler sampler;
  private final TrainingStep step;
  private final Scorer scorer;
  private final RunCheckpoints checkpoints;

  private RunState state = RunState.START;
  private Optional<HeapWeights> best = Optional.empty();

  /**
   * The inputs of a run.
   *
   * @param network the network in a training form
   * @param evaluation the same network in its inference form
   * @param inputs examples for both networks
   * @param config configuration of both networks' sessions
   * @param isCancelled checked before each step
   */
  record Plan(
      TrainingSettings settings,
      Examples examples,
      NetworkGraph network,
      NetworkGraph evaluation,
      Inputs inputs,
      TrainingListener listener,
      SessionConfig config,
      BooleanSupplier isCancelled) {}

  /**
   * The result of a run.
   *
   * @param weights the network's variables
   * @param temperature temperature that the logits were divided by
   * @param keptEpoch the epoch that the weights are from
   */
  record Trained(
      HeapWeights weights, List<EpochReport> reports, double temperature, int keptEpoch) {}

  /** Supplies the initial weights. */
  interface Start {
    HeapWeights weights() throws IOException, InterruptedException;
  }

  private TrainingRun(Plan plan, TrainingStep step, Scorer scorer, RunCheckpoints checkpoints) {
    this.plan = plan;
    this.settings = plan.settings();
    this.learningRate = settings.learningRate;
    this.epochs = settings.epochs();
    this.examples = plan.examples();
    this.sampler = examples.sampler(settings);
    this.step = step;
    this.scorer = scorer;
    this.checkpoints = checkpoints;
  }

  /**
   * Trains the network, from a checkpoint if there is one.
   *
   * @param start supplies the weights if there is no checkpoint
   */
  static Trained run(Plan plan, RunCheckpoints checkpoints, Start start)
      throws IOException, InterruptedException {
    try (TrainingStep step =
            TrainingStep.open(plan.network(), plan.settings().stepSettings(), plan.config());
        Scorer scorer = new Scorer(plan.evaluation(), plan.config())) {
      return new TrainingRun(plan, step, scorer, checkpoints).run(start);
    }
  }

  private Trained run(Start start) throws IOException, InterruptedException {
    Optional<RunCheckpoints.Saved> saved = checkpoints.restore(step);
    if (saved.isPresent()) {
      state = saved.get().state();
      best = saved.get().best();
      if (state.epoch() < epochs) {
        plan.listener().onResume(state.epoch() + 1, state.step() + 1);
      }
    } else {
      step.assign(withSlots(start.weights()));
    }
    try {
      while (state.epoch() < epochs && !isPatienceOver()) {
        trainEpoch();
        endEpoch();
      }
    } catch (CancellationException | InterruptedException e) {
      checkpoints.save(state, step, best);
      throw e;
    }
    return calibrated(best.isPresent() ? best.get() : networkWeights());
  }

  /** Divides the logits by a temperature that calibrates the probabilities. */
  private Trained calibrated(HeapWeights weights) throws IOException, InterruptedException {
    if (examples.validation().size() < Temperature.MIN_EXAMPLES) {
      return new Trained(weights, state.reports(), 1, keptEpoch());
    }
    scorer.assign(weights);
    double temperature =
        scorer.temperature(
            plan.inputs().validation(settings.lastImageSize()),
            examples.validationClasses(),
            this::checkCancelled);
    Map<String, VariableValue> scaled = new LinkedHashMap<>();
    for (VariableSpec variable : plan.network().variables()) {
      if (variable.isOfLogits()) {
        float[] values = weights.read(variable.name());
        for (int i = 0; i < values.length; i++) {
          values[i] = (float) (values[i] / temperature);
        }
        scaled.put(variable.name(), VariableValue.of(variable, values));
      }
    }
    HeapWeights logits = new HeapWeights(scaled, weights.origin());
    return new Trained(weights.with(logits), state.reports(), temperature, keptEpoch());
  }

  private int keptEpoch() {
    return best.isPresent() ? state.best().epoch() : state.epoch();
  }

  private void checkCancelled() {
    if (plan.isCancelled().getAsBoolean()) {
      throw new CancellationException(
          String.format(
              Locale.ROOT,
              "training was cancelled after step %d of epoch %d",
              state.step(),
              state.epoch() + 1));
    }
  }

  private boolean isPatienceOver() {
    // Epochs with different image sizes are not comparable, so only the last stage counts.
    int first = epochs - settings.lastStageEpochs();
    int since = Math.max(first, state.best().epoch());
    return settings.patience > 0 && state.epoch() - since >= settings.patience;
  }

  private void trainEpoch() throws IOException, InterruptedException {
    List<List<DrawnExample>> draws = sampler.epoch(state.epoch());
    List<List<DrawnExample>> rest = draws.subList(state.step(), draws.size());
    int size = settings.imageSize(state.epoch());
    try (Batches batches = plan.inputs().training(rest, size)) {
      while (state.step() < draws.size()) {
        checkCancelled();
        long start = System.nanoTime();
        try (ExampleBatch batch = batches.next().orElseThrow()) {
          long waited = System.nanoTime() - start;
          EpochSums sums = state.sums();
          if (batch.size() > 0) {
            TrainingStep.Outcome outcome = train(batch);
            sums = sums.plus(outcome, batch.size(), System.nanoTime() - start, waited);
          }
          state = state.afterStep(sums);
        }
        if (state.sums().seen() > 0) {
          report();
        }
        if (state.step() < draws.size()) {
          checkpoints.saveIfDue(state, step, best);
        }
      }
    }
  }

  private TrainingStep.Outcome train(ExampleBatch batch) {
    double epoch = state.epoch() + (state.step() + 0.5) / sampler.steps();
    Targets targets = examples.targets(batch.examples());
    long count = state.count() + 1;
    SplittableRandom noise = new SplittableRandom(~settings.seed * 1_000_003 + count);
    TrainingStep.Outcome outcome =
        step.run(batch, targets, learningRate.at(epoch, epochs), count, noise);
    if (!Double.isFinite(outcome.loss())) {
      throw new TrainingDivergedException(state.epoch() + 1, state.step() + 1, outcome.loss());
    }
    return outcome;
  }

  private void report() {
    EpochSums sums = state.sums();
    long stepsLeft = (long) (epochs - state.epoch()) * sampler.steps() - state.step();
    plan.listener()
        .onStep(
            new StepReport(
                state.epoch() + 1,
                epochs,
                state.step(),
                sampler.steps(),
                sums.meanLoss(),
                sums.accuracy(),
                sums.imagesPerSecond(),
                Duration.ofNanos(sums.nanos() / state.step() * stepsLeft)));
  }

  private void endEpoch() throws IOException, InterruptedException {
    checkCancelled();
    long start = System.nanoTime();
    EpochSums sums = state.sums();
    if (sums.seen() == 0) {
      throw new IOException(
          "none of the " + examples.training().size() + " training images can be read");
    }
    int size = settings.imageSize(state.epoch());
    Optional<Score> score = validate(size);
    EpochReport report =
        new EpochReport(
            state.epoch() + 1,
            epochs,
            size,
            learningRate.at(Math.nextDown(state.epoch() + 1.0), epochs),
            sums.meanLoss(),
            sums.accuracy(),
            Score.optional(score, Score::loss),
            Score.optional(score, Score::accuracy),
            sums.imagesPerSecond(),
            sums.waitingShare(),
            Duration.ofNanos(sums.nanos() + System.nanoTime() - start));
    state = state.afterEpoch(report, settings.isLastStage(state.epoch()));
    if (settings.patience > 0 && state.isBestSoFar()) {
      best = Optional.of(networkWeights());
    }
    checkpoints.save(state, step, best);
    plan.listener().onEpoch(report);
  }

  private Optional<Score> validate(int size) throws IOException, InterruptedException {
    if (examples.validation().isEmpty()) {
      return Optional.empty();
    }
    HeapWeights weights = networkWeights();
    checkpoints.checkFinite(weights, state);
    scorer.assign(weights);
    return scorer.score(
        plan.inputs().validation(size), examples.validationClasses(), this::checkCancelled);
  }

  /** Returns the network's variables, without the optimizer's slots. */
  private HeapWeights networkWeights() throws IOException {
    return HeapWeights.copy(step.read(), plan.network().variables());
  }

  private HeapWeights withSlots(HeapWeights weights) throws IOException {
    HeapWeights own = HeapWeights.copy(weights, plan.network().variables());
    Map<String, VariableValue> slots = new LinkedHashMap<>();
    for (var slot : TrainingStep.slots(plan.network(), settings.optimizer.rule())) {
      slots.put(slot.name(), new VariableValue(new float[slot.size()], slot.shape()));
    }
    return own.with(new HeapWeights(slots, weights.origin()));
  }
}
