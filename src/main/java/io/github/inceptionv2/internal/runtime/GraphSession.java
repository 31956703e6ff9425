package io.github.inceptionv2.internal.runtime;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GPUOptions;
import org.tensorflow.proto.GraphDef;

/**
 * A graph and the session that runs it: the only place that runs TensorFlow.
 *
 * <p>Owns native memory. Safe for several threads, but {@link #close} must come after the last run.
 */
public final class GraphSession implements AutoCloseable {

  private final NativeScope scope;
  private final Graph graph;
  private final Session session;

  private GraphSession(NativeScope scope, Graph graph, Session session) {
    this.scope = scope;
    this.graph = graph;
    this.session = session;
  }

  /**
   * Imports {@code definition} and opens a session on it.
   *
   * @throws NativeException if TensorFlow does not accept the graph
   */
  public static GraphSession open(GraphDef definition) {
    return open(definition, graph -> {});
  }

  /**
   * Imports {@code definition}, lets {@code addition} add to it what is not stored with a model,
   * such as gradients, and opens a session.
   *
   * @throws NativeException if TensorFlow does not accept the graph
   */
  public static GraphSession open(GraphDef definition, Consumer<Graph> addition) {
    NativeLibrary.load();
    NativeScope scope = new NativeScope();
    try {
      Graph graph = scope.add(new Graph());
      graph.importGraphDef(definition);
      addition.accept(graph);
      return new GraphSession(scope, graph, scope.add(new Session(graph, config())));
    } catch (TensorFlowException | IllegalArgumentException | IllegalStateException e) {
      scope.close();
      throw new NativeException("TensorFlow does not accept the graph: " + e.getMessage(), e);
    }
  }

  private static ConfigProto config() {
    // The JVM's count knows the limits of a container, TensorFlow's own does not.
    int threads = Runtime.getRuntime().availableProcessors();
    return ConfigProto.newBuilder()
        .setIntraOpParallelismThreads(threads)
        .setInterOpParallelismThreads(threads)
        .setGpuOptions(GPUOptions.newBuilder().setAllowGrowth(true))
        .setAllowSoftPlacement(true)
        .build();
  }

  /** The number of outputs that the operation {@code name} has; -1 if there is no such one. */
  public int outputs(String name) {
    var operation = graph.operation(name);
    return operation == null ? -1 : operation.numOutputs();
  }

  /**
   * Runs once. The caller keeps the fed tensors and owns the result.
   *
   * @param feeds tensors by {@code node:output}
   * @param fetches what to return, in this order
   * @param targets operations to run besides
   * @throws NativeException if TensorFlow fails
   */
  public Result run(
      Map<String, ? extends Tensor> feeds, List<String> fetches, List<String> targets) {
    Session.Runner runner = session.runner();
    try {
      feeds.forEach(runner::feed);
      fetches.forEach(runner::fetch);
      targets.forEach(runner::addTarget);
      return runner.run();
    } catch (TensorFlowException | IllegalArgumentException | IllegalStateException e) {
      throw new NativeException(e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    scope.close();
  }
}
