package io.github.inceptionv2.benchmark;

import io.github.inceptionv2.testing.Golden;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The methods that JMH calls, on the contender that {@link Worker} opened in this process. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
public class Measured {

  private static final AtomicInteger TURN = new AtomicInteger();

  /** Images per batch, or of all callers together. */
  @Param("1")
  public int images;

  /** Threads that call with one image after another. */
  @Param("1")
  public int callers;

  /**
   * Prepared images by batch size, kept from run to run, because JMH attributes the allocations of
   * its set-up to the first call.
   */
  private static final Map<Integer, Contender.Prepared> PREPARED = new ConcurrentHashMap<>();

  /**
   * The threads of callers, the same from run to run like those of a server, because some runtimes
   * keep much memory per thread.
   */
  private static final ExecutorService THREADS =
      Executors.newFixedThreadPool(
          Arrays.stream(Row.values()).mapToInt(Row::callers).max().getAsInt());

  private Contender contender;
  private Contender.Prepared prepared;
  private List<byte[]> photos;
  private List<Path> folder;
  private byte[] large;

  /** Prepares everything that is not measured. */
  @Setup
  public void setUp() {
    contender = Worker.contender();
    photos = Worker.photos();
    folder = Worker.folder();
    large = Worker.large();
    prepared = callers == 1 ? PREPARED.computeIfAbsent(images, Measured::prepare) : null;
  }

  private static Contender.Prepared prepare(int count) {
    int size = Contender.SIZE;
    try {
      return Worker.contender()
          .prepare(IntStream.range(0, count).mapToObj(k -> Golden.image(k, size, size)).toList());
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private byte[] next() {
    return photos.get(Math.floorMod(TURN.getAndIncrement(), photos.size()));
  }

  /** Runs the network alone. */
  @Benchmark
  public Object network() throws Exception {
    return prepared.logits();
  }

  /** Computes the five most probable classes from a photograph's bytes. */
  @Benchmark
  public Object classify() throws Exception {
    return contender.classify(next());
  }

  /**
   * Does the same on several threads at once, until all images are classified. JMH counts one call
   * of this method. With its own threads, it would count calls that begin in one measurement and
   * end in the next.
   */
  @Benchmark
  public Object callers() throws Exception {
    List<Future<?>> running = new ArrayList<>();
    for (int i = 0; i < callers; i++) {
      running.add(THREADS.submit(this::call));
    }
    for (Future<?> caller : running) {
      caller.get();
    }
    return running;
  }

  private Object call() throws Exception {
    Object last = null;
    for (int i = 0; i < images / callers; i++) {
      last = classify();
    }
    return last;
  }

  /** Computes the feature vector from a photograph's bytes. */
  @Benchmark
  public Object features() throws Exception {
    return contender.features(next());
  }

  /** Computes the five most probable classes from a large photograph's bytes. */
  @Benchmark
  public Object large() throws Exception {
    return contender.classify(large);
  }

  /** Computes the five most probable classes of each file in a directory. */
  @Benchmark
  public Object folder() throws Exception {
    return contender.classifyAll(folder);
  }
}
