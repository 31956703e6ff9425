package io.github.inceptionv2.internal.module;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.inceptionv2.internal.network.NetworkGraph;
import io.github.inceptionv2.internal.network.NetworkGraph.Form;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

class NeededNodesTest {

  private static NodeDef node(String name, String op, String... inputs) {
    return NodeDef.newBuilder().setName(name).setOp(op).addAllInput(List.of(inputs)).build();
  }

  @Test
  void nodes_areKeptIfSomethingNeedsThem() {
    GraphDef graph =
        GraphDef.newBuilder()
            .addNode(node("a", "Const"))
            .addNode(node("b", "Const"))
            .addNode(node("controls", "NoOp"))
            .addNode(node("sum", "Split", "a", "^controls"))
            .addNode(node("end", "Relu", "sum:1"))
            .addNode(node("loss", "L2Loss", "b"))
            .addNode(node("variable", "VarHandleOp"))
            .build();
    List<String> names =
        NeededNodes.of(graph, List.of("end:0")).getNodeList().stream()
            .map(NodeDef::getName)
            .toList();
    assertEquals(List.of("a", "controls", "sum", "end", "variable"), names);
  }

  @Test
  void circleAndMissingNode_areLeftToTensorFlow() {
    GraphDef graph =
        GraphDef.newBuilder()
            .addNode(node("one", "Relu", "two"))
            .addNode(node("two", "Relu", "one"))
            .addNode(node("three", "Relu", "nobody"))
            .build();
    assertEquals(graph, NeededNodes.of(graph, List.of("one", "three:0", "none:0")));
  }

  @Test
  void network_losesWhatOnlyTrainingNeeds() {
    NetworkGraph network = NetworkGraph.build(Form.INFERENCE, 1001);
    GraphDef needed = NeededNodes.of(network.graph(), List.of(network.logits().orElseThrow()));
    assertTrue(
        needed.getNodeCount() * 2 < network.graph().getNodeCount(), needed.getNodeCount() + "");
  }
}
