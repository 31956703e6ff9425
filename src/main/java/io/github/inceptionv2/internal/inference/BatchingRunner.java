package io.github.inceptionv2.internal.inference;

import io.github.inceptionv2.internal.graph.Role;
import io.github.inceptionv2.internal.runtime.Events;
import io.github.inceptionv2.internal.runtime.ImageBatch;
import io.github.inceptionv2.internal.runtime.NativeScope;
import io.github.inceptionv2.internal.runtime.Values;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.function.ToIntFunction;

/**
 * Runs the network for several callers at once: images that arrive during a run are joined into the
 * next batch. One of the callers runs the network for all, so no extra thread is needed.
 *
 * <p>Thread-safe. An interrupt does not end a call, because another thread may be reading its
 * images in native memory; the thread's interrupt status remains set.
 */
public final class BatchingRunner {

  private final BiFunction<ImageBatch, List<Role>, List<Values>> network;
  private final ToIntFunction<ImageBatch> maxBatch;
  private final long maxDelayNanos;
  private final RunObserver observer;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Call> waiting = new ArrayDeque<>();

  /** The thread that runs the network, or null if none does. */
  private Thread leader;

  /**
   * @param network computes the outputs of a batch for a list of roles
   * @param maxBatch the maximum batch size for images of the same size as the given images
   * @param maxDelayNanos the maximum time that an idle network waits for more images
   * @param observer notified of the time that each call waited
   */
  public BatchingRunner(
      BiFunction<ImageBatch, List<Role>, List<Values>> network,
      ToIntFunction<ImageBatch> maxBatch,
      long maxDelayNanos,
      RunObserver observer) {
    this.network = network;
    this.maxBatch = maxBatch;
    this.maxDelayNanos = maxDelayNanos;
    this.observer = observer;
  }

  /** One caller's images and, once computed, their results. */
  private static final class Call {
    private final ImageBatch images;
    private final List<Role> roles;
    private final long start = System.nanoTime();
    private final Optional<Events.Queue> event;
    private List<Values> values;
    private Throwable failure;

    Call(ImageBatch images, List<Role> roles) {
      this.images = images;
      this.roles = roles;
      this.event = Events.areRecorded() ? Optional.of(begun(images)) : Optional.empty();
    }

    private static Events.Queue begun(ImageBatch images) {
      Events.Queue event = new Events.Queue();
      event.images = images.count();
      event.begin();
      return event;
    }

    List<Values> result() {
      if (failure instanceof Error error) {
        throw error;
      } else if (failure != null) {
        throw (RuntimeException) failure;
      }
      return values;
    }

    boolean isDone() {
      return values != null || failure != null;
    }

    boolean fits(Call other) {
      return roles.equals(other.roles)
          && images.height() == other.images.height()
          && images.width() == other.images.width();
    }
  }

  /** Computes {@code roles} for {@code images}, which the caller closes. */
  public List<Values> run(ImageBatch images, List<Role> roles) {
    Call call = new Call(images, roles);
    lock.lock();
    try {
      checkNotLeader();
      waiting.add(call);
      changed.signalAll(); // wakes a leader that waits for more images
      while (!call.isDone()) {
        if (leader != null) {
          changed.awaitUninterruptibly();
        } else {
          lead();
        }
      }
    } finally {
      waiting.remove(call); // after a failure: the images are about to be freed
      lock.unlock();
    }
    return call.result();
  }

  /**
   * Fails if a listener calls the model. The leader notifies listeners, and holds the network until
   * they return.
   */
  private void checkNotLeader() {
    if (leader == Thread.currentThread()) {
      throw new IllegalStateException(
          "a listener called the model that it listens to; call the model from another thread");
    }
  }

  /** Returns the number of calls that wait for the network. */
  int waiting() {
    lock.lock();
    try {
      return waiting.size();
    } finally {
      lock.unlock();
    }
  }

  /** Runs one batch of the waiting calls. */
  private void lead() {
    leader = Thread.currentThread();
    List<Call> batch = new ArrayList<>();
    try {
      gather();
      fill(batch);
      lock.unlock();
      try {
        compute(batch);
      } finally {
        lock.lock();
      }
    } catch (RuntimeException | Error e) {
      batch.forEach(call -> call.failure = e);
      throw e;
    } finally {
      leader = null;
      changed.signalAll();
    }
  }

  /** Waits until the batch is full or the delay is over. */
  private void gather() {
    long left = maxDelayNanos;
    boolean isInterrupted = false;
    while (left > 0 && !isFull()) {
      try {
        left = changed.awaitNanos(left);
      } catch (InterruptedException e) {
        isInterrupted = true;
        left = 0;
      }
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isFull() {
    Call first = waiting.element();
    int count = waiting.stream().filter(first::fits).mapToInt(call -> call.images.count()).sum();
    return count >= maxBatch.applyAsInt(first.images);
  }

  /** Takes the first call and the calls that can share its batch, up to the maximum batch size. */
  private void fill(List<Call> batch) {
    Call first = waiting.element();
    batch.add(first);
    waiting.remove();
    int room = maxBatch.applyAsInt(first.images) - first.images.count();
    for (Iterator<Call> rest = waiting.iterator(); rest.hasNext(); ) {
      Call call = rest.next();
      if (call.fits(first) && call.images.count() <= room) {
        batch.add(call);
        room -= call.images.count();
        rest.remove();
      }
    }
  }

  private void compute(List<Call> batch) {
    try (NativeScope scope = new NativeScope()) {
      for (Call call : batch) {
        call.event.ifPresent(event -> event.commit());
        observer.waited(call.start);
      }
      List<ImageBatch> images = batch.stream().map(call -> call.images).toList();
      ImageBatch joined = images.size() == 1 ? images.get(0) : scope.add(ImageBatch.join(images));
      List<Values> all = network.apply(joined, batch.get(0).roles);
      int start = 0;
      for (Call call : batch) {
        int first = start;
        int end = first + call.images.count();
        call.values = all.stream().map(values -> values.slice(first, end)).toList();
        start = end;
      }
    } catch (RuntimeException | Error e) {
      // Every call must complete, because no thread would run it again.
      batch.forEach(call -> call.failure = e);
    }
  }
}
