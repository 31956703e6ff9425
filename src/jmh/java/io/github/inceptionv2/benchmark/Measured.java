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

/** What JMH calls, on the contender that {@link Worker} opened in this process. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
public class Measured {

  private static final AtomicInteger TURN = new AtomicInteger();

  /** Images of a batch, or of all callers together. */
  @Param("1")
  public int images;

  /** Threads that call with one image after the other. */
  @Param("1")
  public int callers;

  /** Kept from run to run, as JMH counts what its set-up allocates as the first call's. */
  private static final Map<Integer, Contender.Prepared> PREPARED = new ConcurrentHashMap<>();

  /** The same from run to run, as those of a server: some runtimes keep much for each thread. */
  private static final ExecutorService THREADS =
      Executors.newFixedThreadPool(
          Arrays.stream(Row.values()).mapToInt(Row::callers).max().getAsInt());

  private Contender contender;
  private Contender.Prepared prepared;
  private List<byte[]> photos;
  private List<Path> folder;
  private byte[] large;

  /** Gets what is not measured. */
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

  /** The network alone. */
  @Benchmark
  public Object network() throws Exception {
    return prepared.logits();
  }

  /** From a photograph's bytes to its five most probable classes. */
  @Benchmark
  public Object classify() throws Exception {
    return contender.classify(next());
  }

  /**
   * The same by several threads at once, until all images are classified. One call of this method
   * counts for JMH: by its own threads it would count calls that begin in one measurement and end
   * in the next.
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

  /** From a photograph's bytes to its feature vector. */
  @Benchmark
  public Object features() throws Exception {
    return contender.features(next());
  }

  /** From a large photograph's bytes to its five most probable classes. */
  @Benchmark
  public Object large() throws Exception {
    return contender.classify(large);
  }

  /** From the files of a folder to the five most probable classes of each. */
  @Benchmark
  public Object folder() throws Exception {
    return contender.classifyAll(folder);
  }
}
