package io.github.inceptionv2.internal.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Graph;
import org.tensorflow.Output;
import org.tensorflow.exceptions.TFInvalidArgumentException;
import org.tensorflow.exceptions.TFResourceExhaustedException;
import org.tensorflow.exceptions.TFUnimplementedException;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

class GraphSessionTest {

  static Stream<Arguments> failures() {
    return Stream.of(
        arguments(OutOfMemoryError.class, new OutOfMemoryError("test")),
        arguments(NativeException.class, new IllegalStateException("test")));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void open_failure_closesTheGraph(Class<? extends Throwable> thrown, Throwable failure) {
    List<Graph> graphs = new ArrayList<>();

    assertThrows(
        thrown,
        () ->
            GraphSession.open(
                graph(),
                SessionConfig.DEFAULT,
                graph -> {
                  graphs.add(graph);
                  throwUnchecked(failure);
                }));
    assertThrows(IllegalStateException.class, () -> graphs.get(0).toGraphDef());
  }

  /** TensorFlow's C API terminates the process when asked to import zero bytes. */
  @Test
  void open_graphWithoutNodes_isEmpty() {
    try (GraphSession session =
        GraphSession.open(GraphDef.getDefaultInstance(), SessionConfig.DEFAULT)) {
      assertEquals(-1, session.outputs("nothing"));
    }
  }

  @Test
  void open_noGraph_containsAddedOperations() {
    try (GraphSession session =
        GraphSession.open(
            SessionConfig.DEFAULT,
            graph -> graph.opBuilder("NoOp", "added", graph.baseScope()).build())) {
      assertEquals(0, session.outputs("added"));
    }
  }

  /** The CPU has no kernel for max pooling of channels first: TFUnimplementedException. */
  @Test
  void run_operationWithoutAKernel_isANativeException() {
    GraphDef definition =
        GraphSession.extend(
            GraphDef.getDefaultInstance().toBuilder().addNode(graph().getNode(0)).build(),
            graph -> {
              Operations operations = new Operations(graph);
              Output<?> images =
                  operations.constant("images", Tensors.of(new float[16], 1, 1, 4, 4));
              // oneDNN, if it is on, would accept such a pool of float32
              Output<?> doubles =
                  operations
                      .begin("Cast", "doubles", images)
                      .setAttr("DstT", DataType.DT_DOUBLE)
                      .build()
                      .output(0);
              operations
                  .begin("MaxPool", "pooled", doubles)
                  .setAttr("ksize", new long[] {1, 1, 2, 2})
                  .setAttr("strides", new long[] {1, 1, 2, 2})
                  .setAttr("padding", "VALID")
                  .setAttr("data_format", "NCHW")
                  .build();
            });
    try (GraphSession session = GraphSession.open(definition, SessionConfig.DEFAULT)) {
      for (String name : List.of("pooled", "nothing")) {
        assertThrows(
            NativeException.class, () -> session.run(Map.of(), List.of(name + ":0"), List.of()));
        assertThrows(NativeException.class, () -> session.trace(Map.of(), name + ":0"));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        TFUnimplementedException.class,
        TFInvalidArgumentException.class,
        TFResourceExhaustedException.class,
        TensorFlowException.class
      })
  void exceptionsOfTensorFlow_whileBuildingAGraph_areNativeExceptions(
      Class<? extends RuntimeException> type) throws Exception {
    RuntimeException failure = type.getConstructor(String.class).newInstance("test");
    Consumer<Graph> failing =
        graph -> {
          throw failure;
        };

    assertThrows(
        NativeException.class, () -> GraphSession.open(graph(), SessionConfig.DEFAULT, failing));
    assertThrows(NativeException.class, () -> GraphSession.extend(graph(), failing));
  }

  private static GraphDef graph() {
    return GraphDef.newBuilder()
        .addNode(NodeDef.newBuilder().setName("nothing").setOp("NoOp"))
        .build();
  }

  private static void throwUnchecked(Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) failure;
  }
}
