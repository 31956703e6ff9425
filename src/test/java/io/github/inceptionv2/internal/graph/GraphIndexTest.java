package io.github.inceptionv2.internal.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.inceptionv2.internal.network.NetworkBuilder;
import io.github.inceptionv2.internal.network.NetworkGraph;
import io.github.inceptionv2.internal.network.NetworkGraph.Form;
import io.github.inceptionv2.internal.weights.ModelFormatException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

class GraphIndexTest {

  private static final Path FILE = Path.of("saved_model.pb");

  private static NodeDef node(String name, String op, String... inputs) {
    return NodeDef.newBuilder().setName(name).setOp(op).addAllInput(List.of(inputs)).build();
  }

  private static GraphDef pruned(GraphDef graph, String tensor) throws Exception {
    Role role = new Role("images:0", List.of(), tensor, List.of());
    return new GraphIndex(FILE, graph).pruned(List.of(role));
  }

  @Test
  void nodes_areKeptIfSomethingNeedsThem() throws Exception {
    GraphDef graph =
        GraphDef.newBuilder()
            .addNode(node("images", "Placeholder"))
            .addNode(node("b", "Const"))
            .addNode(node("controls", "NoOp"))
            .addNode(node("sum", "Split", "images", "^controls"))
            .addNode(node("end", "Relu", "sum:1"))
            .addNode(node("loss", "L2Loss", "b"))
            .addNode(node("variable", "VarHandleOp"))
            .build();
    List<String> names =
        pruned(graph, "end:0").getNodeList().stream().map(NodeDef::getName).toList();
    assertEquals(List.of("images", "controls", "sum", "end", "variable"), names);
  }

  @Test
  void circleAndMissingNode_areLeftToTensorFlow() throws Exception {
    GraphDef graph =
        GraphDef.newBuilder()
            .addNode(node("one", "AddV2", "two", "nobody"))
            .addNode(node("two", "Relu", "one"))
            .build();
    assertEquals(graph, pruned(graph, "one:0"));
  }

  @Test
  void duplicateNodeNames_areRefused() {
    GraphDef graph =
        GraphDef.newBuilder().addNode(node("a", "Const")).addNode(node("a", "Relu")).build();
    assertThrows(ModelFormatException.class, () -> new GraphIndex(FILE, graph));
  }

  @Test
  void network_losesTrainingOnlyNodes() throws Exception {
    NetworkGraph network = NetworkBuilder.build(Form.INFERENCE, 1001);
    GraphDef needed = pruned(network.graph(), network.logits().orElseThrow());
    assertTrue(
        needed.getNodeCount() * 2 < network.graph().getNodeCount(), needed.getNodeCount() + "");
  }
}
