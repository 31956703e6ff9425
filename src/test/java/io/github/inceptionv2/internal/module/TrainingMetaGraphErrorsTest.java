package io.github.inceptionv2.internal.module;

import static io.github.inceptionv2.internal.module.TrainingMetaGraphTest.CLASSES;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.inceptionv2.internal.network.NetworkBuilder;
import io.github.inceptionv2.internal.network.NetworkGraph.Form;
import io.github.inceptionv2.internal.weights.ModelFormatException;
import io.github.inceptionv2.testing.Fixtures;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;

/** Modules with a missing or incomplete training graph are refused with a reason. */
class TrainingMetaGraphErrorsTest {

  @TempDir Path directory;

  @Test
  void moduleWithoutTrainingGraph_isRefused() {
    assertProblem(
        graph -> graph.getMetaInfoDefBuilder().clearTags().addTags("serve"),
        "saved_model.pb: has the tag sets [[serve]], expected [train]");
  }

  @Test
  void moduleOfTf2_isRefused() {
    Path fixture = Fixtures.shared("fixtures/tf2-classification-5");
    var e = assertThrows(ModelFormatException.class, () -> TrainingMetaGraph.read(fixture, 1001));
    assertTrue(e.getMessage().contains("expected [train]"), e.getMessage());
  }

  @Test
  void wrongNumberOfLogits_isRefused() {
    assertProblem(
        graph -> graph.getGraphDefBuilder().getNodeBuilderList().forEach(this::widen), "misshapen");
  }

  private void widen(NodeDef.Builder node) {
    if (node.getName().equals("InceptionV2/Logits/Conv2d_1c_1x1/biases")) {
      var shape = node.getAttrOrThrow("shape").toBuilder();
      shape.getShapeBuilder().getDimBuilder(0).setSize(CLASSES + 1L);
      node.putAttr("shape", shape.build());
    }
  }

  @Test
  void handleWithAnotherName_isRefused() {
    assertProblem(
        graph ->
            graph.getGraphDefBuilder().getNodeBuilderList().stream()
                .filter(node -> node.getOp().equals("VarHandleOp"))
                .forEach(node -> node.setName("module/" + node.getName())),
        "names InceptionV2/Conv2d_1a_7x7/depthwise_weights for training",
        "its graph does not have");
  }

  @Test
  void versionOne_hasNoMomentum() {
    assertProblem(
        graph ->
            List.copyOf(graph.getSignatureDefMap().keySet()).stream()
                .filter(name -> name.endsWith("_with_bn_hparams"))
                .forEach(graph::removeSignatureDef),
        "has no signature *_with_bn_hparams that takes batch_norm_momentum for training");
  }

  @ParameterizedTest
  @ValueSource(strings = {"image_classification", "image_feature_vector"})
  void missingSignature_isRefused(String name) {
    assertProblem(
        graph -> graph.removeSignatureDef(name), "has no signature " + name + " for training");
  }

  @Test
  void missingUpdates_areRefused() {
    assertProblem(
        graph -> graph.removeCollectionDef("update_ops"),
        "has no collection update_ops for training");
  }

  @ParameterizedTest
  @ValueSource(strings = {"update_ops", "regularization_losses"})
  void collectionThatNamesAMissingTensor_isRefused(String name) {
    assertProblem(
        graph -> {
          var collection = graph.getCollectionDefOrThrow(name).toBuilder();
          collection.getNodeListBuilder().addValue("elsewhere:0");
          graph.putCollectionDef(name, collection.build());
        },
        "names elsewhere:0 for training, which its graph does not have");
  }

  @Test
  void twoInputs_areRefused() {
    assertProblem(
        graph -> {
          var signature = graph.getSignatureDefOrThrow("image_classification").toBuilder();
          var images = signature.getInputsOrThrow("images").toBuilder().setName("other:0");
          graph.putSignatureDef(
              "image_classification", signature.putInputs("images", images.build()).build());
        },
        "takes images at hub_input/images:0 and at other:0 for training, expected one input");
  }

  private void assertProblem(Consumer<MetaGraphDef.Builder> change, String... parts) {
    MetaGraphDef.Builder graph =
        TrainingMetaGraphTest.written(NetworkBuilder.build(Form.TRAINING, CLASSES));
    change.accept(graph);
    var e =
        assertThrows(
            ModelFormatException.class,
            () -> TrainingMetaGraph.read(TrainingMetaGraphTest.write(directory, graph), CLASSES));
    for (String part : parts) {
      assertTrue(e.getMessage().contains(part), e.getMessage());
    }
  }
}
