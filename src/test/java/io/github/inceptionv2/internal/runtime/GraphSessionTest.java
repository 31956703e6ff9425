package io.github.inceptionv2.internal.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.Graph;
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
  void openingThatFails_closesTheGraph(Class<? extends Throwable> thrown, Throwable failure) {
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

  /** TensorFlow's C API ends the process where it is to import no bytes. */
  @Test
  void open_graphWithoutNodes_holdsNone() {
    try (GraphSession session =
        GraphSession.open(GraphDef.getDefaultInstance(), SessionConfig.DEFAULT)) {
      assertEquals(-1, session.outputs("nothing"));
    }
  }

  @Test
  void open_noGraph_holdsWhatIsAdded() {
    try (GraphSession session =
        GraphSession.open(
            SessionConfig.DEFAULT,
            graph -> graph.opBuilder("NoOp", "added", graph.baseScope()).build())) {
      assertEquals(0, session.outputs("added"));
    }
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
