package io.github.inceptionv2.internal.runtime;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.RunMetadata;
import org.tensorflow.proto.RunOptions;

/**
 * A graph and the session that runs it. No other class runs TensorFlow.
 *
 * <p>TensorFlow Java's exceptions have no common root: {@code TFInvalidArgumentException} is an
 * {@link IllegalArgumentException}, {@code TFUnimplementedException} an {@link
 * UnsupportedOperationException}. This class throws {@link NativeException} instead.
 *
 * <p>Owns native memory. Thread-safe, but {@link #close} must be called after the last run.
 */
public final class GraphSession implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(GraphSession.class);

  /** The configuration of the first session, which sets the sizes of TensorFlow's thread pools. */
  private static final AtomicReference<SessionConfig> FIRST = new AtomicReference<>();

  private static final AtomicBoolean IS_WARNED = new AtomicBoolean();

  private final NativeScope scope;
  private final Graph graph;
  private final Session session;

  /** The sets of tensors that were fetched. TensorFlow prepares each set on its first run. */
  private final Set<List<String>> fetched = ConcurrentHashMap.newKeySet();

  private GraphSession(NativeScope scope, Graph graph, Session session) {
    this.scope = scope;
    this.graph = graph;
    this.session = session;
  }

  /**
   * Imports {@code definition} and opens a session on it.
   *
   * @throws NativeException if TensorFlow does not accept the graph, or the device does not exist
   */
  public static GraphSession open(GraphDef definition, SessionConfig config) {
    return open(definition, config, graph -> {});
  }

  /** Opens a session on a graph that the callback {@code addition} builds. */
  public static GraphSession open(SessionConfig config, Consumer<Graph> addition) {
    return open(GraphDef.getDefaultInstance(), config, addition);
  }

  /**
   * Imports {@code definition}, lets the callback {@code addition} add operations that are not
   * stored with a model, such as gradients, and opens a session.
   *
   * @throws NativeException if TensorFlow does not accept the graph, or the device does not exist
   */
  public static GraphSession open(
      GraphDef definition, SessionConfig config, Consumer<Graph> addition) {
    return open(definition, config, addition, config.proto());
  }

  /**
   * Returns {@code definition} with the operations that the callback {@code addition} adds.
   *
   * @throws NativeException if TensorFlow does not accept the graph
   */
  public static GraphDef extend(GraphDef definition, Consumer<Graph> addition) {
    NativeLibrary.load();
    try (Graph graph = new Graph()) {
      graph.importGraphDef(definition);
      addition.accept(graph);
      return graph.toGraphDef();
    } catch (TensorFlowException
        | IllegalArgumentException
        | IllegalStateException
        | UnsupportedOperationException e) {
      throw refused(e);
    }
  }

  /** Opens a session that supports {@link #trace}. */
  static GraphSession openTraced(GraphDef definition, SessionConfig config) {
    ConfigProto.Builder proto = config.proto().toBuilder();
    proto.getExperimentalBuilder().setDisableOutputPartitionGraphs(false);
    return open(definition, config, graph -> {}, proto.build());
  }

  private static GraphSession open(
      GraphDef definition, SessionConfig config, Consumer<Graph> addition, ConfigProto proto) {
    NativeLibrary.load();
    NativeScope scope = new NativeScope();
    try {
      Graph graph = scope.add(new Graph());
      if (definition.getSerializedSize() > 0) { // an empty graph terminates the process
        graph.importGraphDef(placed(definition, config));
      }
      addition.accept(graph);
      Session session = scope.add(NativeLog.quietly(() -> new Session(graph, proto)));
      FIRST.compareAndSet(null, config);
      return new GraphSession(scope, graph, session);
    } catch (TensorFlowException
        | IllegalArgumentException
        | IllegalStateException
        | UnsupportedOperationException e) {
      NativeScope.closeAfter(e, scope);
      throw refused(e);
    } catch (Throwable e) { // thrown by the addition, or out of memory
      NativeScope.closeAfter(e, scope);
      throw e;
    }
  }

  /**
   * Logs a warning, once per process, if operations do not have the threads that {@code config}
   * requests, because another session was opened first.
   */
  public static void warnIfThreadsDiffer(SessionConfig config) {
    SessionConfig first = FIRST.get();
    if (first != null && differ(first, config) && !IS_WARNED.getAndSet(true)) {
      LOG.warn(
          "{} threads and {} per operation were requested, but the first model of this process"
              + " requested {} and {}, which all models share; set the same threads and"
              + " parallelRuns for all models, and parallelRuns 1 if this process trains",
          config.threads(),
          config.threadsOfAnOperation(),
          first.threads(),
          first.threadsOfAnOperation());
    }
  }

  static boolean differ(SessionConfig first, SessionConfig second) {
    return first.threads() != second.threads()
        || first.threadsOfAnOperation() != second.threadsOfAnOperation();
  }

  private static NativeException refused(RuntimeException e) {
    return new NativeException("TensorFlow does not accept the graph: " + e.getMessage(), e);
  }

  /** Returns the graph with each operation placed on the requested device. */
  private static GraphDef placed(GraphDef definition, SessionConfig config) {
    if (config.placement().isEmpty()) {
      return definition;
    }
    GraphDef.Builder placed = definition.toBuilder();
    placed.getNodeBuilderList().forEach(node -> node.setDevice(config.placement()));
    return placed.build();
  }

  /**
   * Returns the number of threads that share an operation, or 0 before the first session. All
   * sessions of a process share one pool, whose size the first session sets.
   */
  public static int threadsInEffect() {
    SessionConfig first = FIRST.get();
    return first == null ? 0 : first.threadsOfAnOperation();
  }

  /** Returns the number of outputs of the operation called {@code name}, or -1 if none exists. */
  public int outputs(String name) {
    var operation = graph.operation(name);
    return operation == null ? -1 : operation.numOutputs();
  }

  /**
   * Runs the graph once. The caller owns the fed tensors and the result.
   *
   * @param feeds tensors by {@code node:output}
   * @param fetches tensors to return, in this order
   * @param targets other operations to run
   * @throws NativeException if TensorFlow fails
   */
  public Result run(
      Map<String, ? extends Tensor> feeds, List<String> fetches, List<String> targets) {
    try {
      Session.Runner runner = session.runner();
      feeds.forEach(runner::feed);
      fetches.forEach(runner::fetch);
      targets.forEach(runner::addTarget);
      return fetched.add(List.copyOf(fetches)) ? NativeLog.quietly(runner::run) : runner.run();
    } catch (RuntimeException e) {
      throw new NativeException(e.getMessage(), e);
    }
  }

  /**
   * Runs the graph once, and returns the device of each operation and the graph that TensorFlow
   * made for the run.
   */
  RunMetadata trace(Map<String, ? extends Tensor> feeds, String fetch) {
    RunOptions options =
        RunOptions.newBuilder()
            .setTraceLevel(RunOptions.TraceLevel.FULL_TRACE)
            .setOutputPartitionGraphs(true)
            .build();
    try (Result result = runner(feeds, fetch).setOptions(options).runAndFetchMetadata()) {
      return result.getMetadata().orElseThrow();
    } catch (RuntimeException e) {
      throw new NativeException(e.getMessage(), e);
    }
  }

  private Session.Runner runner(Map<String, ? extends Tensor> feeds, String fetch) {
    Session.Runner runner = session.runner();
    feeds.forEach(runner::feed);
    return runner.fetch(fetch);
  }

  @Override
  public void close() {
    scope.close();
  }
}
