package io.github.inceptionv2.internal.inference;

import io.github.inceptionv2.internal.graph.Role;
import io.github.inceptionv2.internal.runtime.ImageBatch;
import io.github.inceptionv2.internal.runtime.NativeScope;
import io.github.inceptionv2.internal.runtime.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the network several times in parallel, for parts of a batch and for calls from several
 * threads. Threads that share one run spend much of their time waiting for each other after every
 * operation.
 *
 * <p>Thread-safe. An interrupt does not end a call; the thread's interrupt status remains set.
 */
public final class ParallelRuns implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ParallelRuns.class);

  private final BiFunction<ImageBatch, List<Role>, List<Values>> network;
  private final int runs;
  private final RunObserver observer;
  private final Semaphore places;
  private final ThreadPoolExecutor others;

  /**
   * @param network computes the outputs of a batch for a list of roles
   * @param runs the number of parallel runs, at least two
   * @param observer notified of each run
   */
  public ParallelRuns(
      BiFunction<ImageBatch, List<Role>, List<Values>> network, int runs, RunObserver observer) {
    this.network = network;
    this.runs = runs;
    this.observer = observer;
    this.places = new Semaphore(runs, true);
    this.others = Workers.pool("inception-v2-runs", runs - 1);
  }

  /** Computes {@code roles} for {@code images}, which the caller closes. */
  public List<Values> run(ImageBatch images, List<Role> roles) {
    int parts = Math.min(runs, images.count());
    if (parts == 1) {
      return runPart(images, roles);
    }
    try (NativeScope scope = new NativeScope()) {
      List<FutureTask<List<Values>>> tasks = new ArrayList<>();
      for (int i = 0; i < parts; i++) {
        int start = images.count() * i / parts;
        int end = images.count() * (i + 1) / parts;
        ImageBatch part = scope.add(images.part(start, end));
        tasks.add(new FutureTask<>(() -> runPart(part, roles)));
      }
      begin(tasks.subList(1, parts));
      return joined(await(tasks), roles.size());
    }
  }

  private void begin(List<FutureTask<List<Values>>> tasks) {
    try {
      tasks.forEach(others::execute);
    } catch (OutOfMemoryError e) { // no more threads: the caller runs all parts
      LOG.debug("cannot start a thread; running the parts of a batch one after the other", e);
    }
  }

  private List<Values> runPart(ImageBatch images, List<Role> roles) {
    places.acquireUninterruptibly();
    long start = System.nanoTime();
    try {
      return network.apply(images, roles);
    } finally {
      places.release(); // first, so a listener that wrongly calls the model does not block
      observer.ran(images.count(), start);
    }
  }

  /** Waits for all tasks, even if one fails, because their images are in native memory. */
  private static List<List<Values>> await(List<FutureTask<List<Values>>> tasks) {
    List<List<Values>> parts = new ArrayList<>();
    Throwable failure = null;
    for (FutureTask<List<Values>> task : tasks) {
      try {
        parts.add(Workers.get(task));
      } catch (ExecutionException e) {
        failure = e.getCause();
      }
    }
    if (failure instanceof Error error) {
      throw error;
    } else if (failure != null) {
      throw (RuntimeException) failure;
    }
    return parts;
  }

  /** Returns the results of each role, joined from all parts. */
  private static List<Values> joined(List<List<Values>> parts, int roles) {
    return IntStream.range(0, roles)
        .mapToObj(role -> Values.join(parts.stream().map(part -> part.get(role)).toList()))
        .toList();
  }

  @Override
  public void close() {
    others.shutdown();
  }
}
