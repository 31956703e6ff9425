package io.github.inceptionv2;

import io.github.inceptionv2.internal.graph.Role;
import io.github.inceptionv2.internal.inference.ActivationRecorder;
import io.github.inceptionv2.internal.inference.BatchingRunner;
import io.github.inceptionv2.internal.inference.OpenModule;
import io.github.inceptionv2.internal.inference.OpenModules;
import io.github.inceptionv2.internal.inference.ParallelRuns;
import io.github.inceptionv2.internal.inference.PlatformThreads;
import io.github.inceptionv2.internal.inference.Workers;
import io.github.inceptionv2.internal.module.InceptionModule;
import io.github.inceptionv2.internal.runtime.CallGate;
import io.github.inceptionv2.internal.runtime.GraphSession;
import io.github.inceptionv2.internal.runtime.ImageBatch;
import io.github.inceptionv2.internal.runtime.NativeException;
import io.github.inceptionv2.internal.runtime.NativeScope;
import io.github.inceptionv2.internal.runtime.RuntimeProbe;
import io.github.inceptionv2.internal.runtime.Tensors;
import io.github.inceptionv2.internal.runtime.Values;
import io.github.inceptionv2.internal.weights.ModelFormatException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.Supplier;

/** Prepares images and runs the network on them. Owns native memory and threads. */
final class Engine implements ImageResults.Network, AutoCloseable {

  private final CallGate gate = new CallGate("InceptionV2");
  private final Admission admission;
  private final PlatformThreads callers;

  /** Open results; each may own prepared images. */
  private final Set<ImageResults<?>> streams = ConcurrentHashMap.newKeySet();

  private final NativeScope scope = new NativeScope();
  private final Preparation preparation;
  private final RuntimeOptions options;
  private final Observer observer;
  private final ThreadPoolExecutor workers;
  private final OpenModule module;
  private final Optional<ParallelRuns> parallel;
  private final Optional<BatchingRunner> joined;
  private final Explainer explainer;

  /** Takes ownership of {@code preparation}, even if this constructor fails. */
  Engine(InceptionModule module, Preparation preparation, RuntimeOptions options, Observer observer)
      throws IOException {
    this.preparation = scope.add(preparation);
    this.observer = observer;
    this.options = options;
    this.admission = new Admission(options);
    try {
      GraphSession.warnIfThreadsDiffer(options.session());
      this.callers = scope.add(new PlatformThreads(callerThreads(options)));
      // The calling thread decodes too, so the pool needs one thread fewer.
      this.workers = Workers.pool("inception-v2-images", Math.max(1, options.threads() - 1));
      scope.add(workers::shutdown);
      this.module =
          scope.add(
              options.isOptimized()
                  ? OpenModules.openFolded(module, options.session(), options.numbers())
                  : OpenModules.open(module, options.session()));
      this.parallel =
          options.parallelRuns() == 1
              ? Optional.empty()
              : Optional.of(
                  scope.add(new ParallelRuns(this.module::run, options.parallelRuns(), observer)));
      this.joined =
          options
              .maxBatchDelay()
              .map(
                  delay ->
                      new BatchingRunner(
                          this::run, preparation::maxBatch, delay.toNanos(), observer));
      this.explainer = scope.add(new Explainer(module, preparation, options.session()));
      if (options.isWarmedUp()) {
        warmUp();
      }
    } catch (IOException | RuntimeException e) {
      NativeScope.closeAfter(e, scope);
      throw translate(e);
    } catch (Error e) { // such as an OutOfMemoryError
      NativeScope.closeAfter(e, scope);
      throw e;
    }
  }

  /**
   * Returns {@code options} for {@code module}: a module that always runs unchanged, in float32,
   * has the default number of runs for float32.
   */
  static RuntimeOptions suited(RuntimeOptions options, InceptionModule module) {
    if (OpenModules.isReplaceable(module)) {
      return options;
    }
    int runs = options.toBuilder().precision(Precision.FLOAT32).build().parallelRuns();
    return options.toBuilder().parallelRuns(runs).build();
  }

  /** Returns the number of virtual-thread calls that run at once, enough to fill a batch. */
  private static int callerThreads(RuntimeOptions options) {
    int calls =
        options.maxBatchDelay().isPresent()
            ? 2 * options.maxBatchSize()
            : options.parallelRuns() + 1;
    return Math.max(2 * options.threads(), calls);
  }

  /** Runs the network on an image of zeros, to create its kernels and allocate its memory. */
  private void warmUp() {
    ImageSize size = preparation.size();
    try (ImageBatch zeros =
        new ImageBatch(
            Tensors.of(
                new float[size.height() * size.width() * 3], 1, size.height(), size.width(), 3))) {
      module.run(zeros, List.of(module.module().roles().any()));
    }
  }

  RuntimeReport report() {
    return call(() -> report(RuntimeProbe.of(options.session())));
  }

  private RuntimeReport report(RuntimeProbe probe) {
    return new RuntimeReport(
        probe.tensorFlowVersion(),
        probe.devices(),
        probe.device(),
        options.threads(),
        GraphSession.threadsInEffect(),
        module.isOneDnn().orElse(probe.isOneDnn()),
        module.isFolded(),
        precision(),
        probe.nativeCache());
  }

  /** Returns the precision that the network computes in. */
  Precision precision() {
    return Precision.of(module.numbers());
  }

  InceptionModule module() {
    return module.module();
  }

  @Override
  public void checkOpen() {
    gate.checkOpen();
  }

  boolean isOpen() {
    return gate.isOpen();
  }

  /**
   * Computes {@code query} for each image, in batches of images of the same size.
   *
   * @throws RejectedExecutionException if too many calls are waiting already
   */
  <T> List<ImageResult<T>> run(List<ImageSource> images, Query<T> query) {
    return admission.call(
        () -> {
          try (ImageResults<T> results = call(() -> begin(images, query))) {
            List<ImageResult<T>> all = new ArrayList<>(images.size());
            results.forEachRemaining(all::add);
            return List.copyOf(all);
          }
        });
  }

  /**
   * Computes the first batch even if the model is being closed: {@link #close} waits for this call.
   */
  private <T> ImageResults<T> begin(List<ImageSource> images, Query<T> query) {
    ImageResults<T> results = stream(images.iterator(), query);
    results.hasNext();
    return results;
  }

  /** Computes {@code query} batch by batch on demand; the caller closes the results. */
  <T> ImageResults<T> stream(Iterator<? extends ImageSource> images, Query<T> query) {
    return gate.call(
        () -> {
          ImageResults<T> results =
              new ImageResults<>(this, new PreparedImages(preparation, workers, images), query);
          streams.add(results);
          return results;
        });
  }

  @Override
  public void release(ImageResults<?> results) {
    streams.remove(results);
  }

  /** Runs one image separately from all other calls, without notifying the observer. */
  Values checkRun(ImageSource image, Role role) throws IOException {
    return call(() -> checkRunOpen(image, role)).get();
  }

  private ImageResult<Values> checkRunOpen(ImageSource image, Role role) {
    checkSize(image, preparation.size(image), role);
    try (ImageBatch views = preparation.prepareUnobserved(image)) {
      Values values = module.run(views, List.of(role)).get(0);
      return ImageResult.of(image, values.mean(0, views.count()));
    } catch (IOException e) {
      return ImageResult.failure(image, e);
    }
  }

  /** Opens a recorder for the ranges of this model's activations. */
  ActivationRecorder recorder() throws IOException {
    checkOpen();
    return ActivationRecorder.open(module(), options.session());
  }

  /** Records the activations of one image. */
  void record(ImageSource image, ActivationRecorder recorder) throws IOException {
    call(() -> {
          try (ImageBatch view = preparation.prepareOne(image)) {
            recorder.add(view);
            return ImageResult.of(image, true);
          } catch (IOException e) {
            return ImageResult.failure(image, e);
          }
        })
        .get();
  }

  /** Explains one class of a single image. */
  ImageResult<Explanation> explain(Explainer.Question asked, Labels labels) {
    return admission.call(() -> call(() -> explainer.explain(asked, labels)));
  }

  private <T> T call(Supplier<T> body) {
    try {
      return callers.call(() -> gate.call(body));
    } catch (NativeException e) {
      throw NativeFailures.translate(e);
    }
  }

  @Override
  public <T> List<ImageResult<T>> compute(
      List<ImageSource> images, PreparedImages prepared, Query<T> query) {
    ImageSource first = images.get(0);
    query.roles().forEach(role -> checkSize(first, preparation.size(first), role));
    return call(() -> computeBatch(images, prepared, query));
  }

  /** Checks the image's size: version 1 of the Hub modules accepts a single size. */
  private static void checkSize(ImageSource image, ImageSize size, Role role) {
    List<Long> taken = role.imagesShape();
    if (taken.get(1) > 0 && taken.get(1) != size.height()
        || taken.get(2) > 0 && taken.get(2) != size.width()) {
      throw new IllegalArgumentException(
          "the input size of "
              + image
              + " is "
              + size
              + ", but this model accepts only "
              + taken.get(2)
              + "x"
              + taken.get(1));
    }
  }

  private <T> List<ImageResult<T>> computeBatch(
      List<ImageSource> images, PreparedImages source, Query<T> query) {
    try (NativeScope natives = new NativeScope()) {
      List<ImageBatch> prepared = new ArrayList<>();
      IOException[] errors = new IOException[images.size()];
      for (int i = 0; i < errors.length; i++) {
        try {
          prepared.add(natives.add(source.next()));
        } catch (IOException e) {
          errors[i] = e;
        }
      }
      List<List<Values>> values =
          prepared.isEmpty() ? List.of() : compute(prepared, query.roles(), natives);
      List<ImageResult<T>> results = new ArrayList<>(errors.length);
      int next = 0;
      for (int i = 0; i < errors.length; i++) {
        results.add(
            errors[i] != null
                ? ImageResult.failure(images.get(i), errors[i])
                : result(images.get(i), prepared.get(next), query, values.get(next++)));
      }
      return results;
    }
  }

  private static <T> ImageResult<T> result(
      ImageSource image, ImageBatch prepared, Query<T> query, List<Values> values) {
    return ImageResult.of(image, query.answer().apply(values), prepared.isIncomplete());
  }

  /** Runs the network once and returns the values of each image, averaged over its views. */
  private List<List<Values>> compute(
      List<ImageBatch> prepared, List<Role> roles, NativeScope natives) {
    ImageBatch batch =
        prepared.size() == 1 ? prepared.get(0) : natives.add(ImageBatch.join(prepared));
    List<Values> all = joined.isPresent() ? joined.get().run(batch, roles) : run(batch, roles);
    List<List<Values>> each = new ArrayList<>();
    int start = 0;
    for (ImageBatch views : prepared) {
      int first = start;
      int end = first + views.count();
      each.add(all.stream().map(values -> values.mean(first, end)).toList());
      start = end;
    }
    return each;
  }

  private List<Values> run(ImageBatch images, List<Role> roles) {
    if (parallel.isPresent()) {
      return parallel.get().run(images, roles);
    }
    long start = System.nanoTime();
    try {
      return module.run(images, roles);
    } finally {
      observer.ran(images.count(), start);
    }
  }

  private static IOException translate(Exception e) {
    if (e instanceof ModelFormatException format) {
      return ModelSource.corrupt(format);
    } else if (e instanceof NativeException nativeFailure) {
      throw NativeFailures.translate(nativeFailure);
    } else if (e instanceof RuntimeException unchecked) {
      throw unchecked;
    }
    return (IOException) e;
  }

  @Override
  public void close() {
    // If a listener runs on a worker, another thread's call is waiting for that worker.
    if (observer.isNotifying()) {
      throw gate.ownCall();
    }
    if (gate.close()) {
      List.copyOf(streams).forEach(ImageResults::close);
      closeNatives();
    }
  }

  private void closeNatives() {
    try {
      scope.close();
    } catch (NativeException e) {
      throw NativeFailures.translate(e);
    }
  }
}
