package io.github.inceptionv2.internal.module;

import static io.github.inceptionv2.testing.Golden.ABSOLUTE_TOLERANCE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.inceptionv2.internal.graph.Role;
import io.github.inceptionv2.internal.graph.Roles;
import io.github.inceptionv2.internal.inference.OpenGradients;
import io.github.inceptionv2.internal.inference.OpenModule;
import io.github.inceptionv2.internal.inference.OpenModules;
import io.github.inceptionv2.internal.network.InputSize;
import io.github.inceptionv2.internal.runtime.ImageBatch;
import io.github.inceptionv2.internal.runtime.SessionConfig;
import io.github.inceptionv2.internal.runtime.Tensors;
import io.github.inceptionv2.internal.runtime.Values;
import io.github.inceptionv2.internal.weights.ReferenceWeights;
import io.github.inceptionv2.internal.weights.TensorBundleWriter;
import io.github.inceptionv2.testing.Fixtures;
import io.github.inceptionv2.testing.Golden;
import io.github.inceptionv2.testing.Numbers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;

/** Modules with Hub's own graphs and the reference weights give the golden numbers. */
public class HubModuleTest {

  @TempDir Path directory;

  @Test
  void writtenVariables_haveTheSameIndexAsSaveV2Wrote() throws Exception {
    Path fixture = Fixtures.shared("fixtures/hub-classification-3/variables/variables.index");
    Path module = withWeights(directory, "hub-classification-3", 1001);

    assertArrayEquals(
        Files.readAllBytes(fixture),
        Files.readAllBytes(module.resolve("variables/variables.index")));
  }

  @Test
  void classificationModule_givesTheGoldenNumbers() throws Exception {
    InceptionModule module =
        ModuleReader.read(withWeights(directory, "hub-classification-3", 1001));

    assertEquals(1001, module.classes());
    assertEquals(List.of(Set.of(), Set.of("train")), module.tagSets());
    assertEquals(InputSize.DEFAULT, module.imageSize());
    assertTrue(module.isReference());
    assertGolden(module);
  }

  /** TensorFlow cannot differentiate the batch norms of the module's own graph. */
  @Test
  void classificationModule_hasGradients() throws Exception {
    InceptionModule module =
        ModuleReader.read(withWeights(directory, "hub-classification-3", 1001));
    JsonObject expected = Golden.objects(Golden.array("explain/maps.json")).get(0);
    float[] map = Golden.floats(expected.get("map"));
    try (OpenGradients gradients = OpenGradients.open(module, SessionConfig.DEFAULT);
        ImageBatch image = new ImageBatch(Tensors.of(Golden.image(0, 224, 224), 1, 224, 224, 3))) {
      OpenGradients.Answer answer = gradients.run(image, 1, "Mixed_5c");

      assertEquals(List.of(7L, 7L), answer.map().shape());
      Numbers.assertClose(map, answer.map().values(), 1e-5);
    }
  }

  @Test
  void featureVectorModule_givesTheGoldenFeatures() throws Exception {
    InceptionModule module = ModuleReader.read(withWeights(directory, "hub-feature-vector-3", 0));

    assertEquals(0, module.classes());
    assertEquals(Optional.empty(), module.roles().logits());
    assertGolden(module);
  }

  @Test
  void directoryNamedLikeAGlob_isFound() throws Exception {
    Path glob = Files.createDirectory(directory.resolve("a[1]*"));
    InceptionModule module =
        ModuleReader.read(
            Fixtures.copy(
                withWeights(directory, "hub-feature-vector-3", 0), glob.resolve("module ?")));

    assertGolden(module);
  }

  /** Version 1 of the modules has the size in the signature, no momentum and no attachment. */
  @Test
  void versionOne_takesItsSizeFromTheSignature() throws Exception {
    Path path = withWeights(directory, "hub-classification-3", 1001);
    rewrite(path.resolve("saved_model.pb"), HubModuleTest::toVersionOne);
    InceptionModule module = ModuleReader.read(path);

    assertEquals(InputSize.DEFAULT, module.imageSize());
    assertEquals(List.of(-1L, 224L, 224L, 3L), module.roles().any().imagesShape());
    assertGolden(module);
    try (OpenModule folded = OpenModules.openFolded(module, SessionConfig.DEFAULT)) {
      assertEquals(
          List.of(-1L, 224L, 224L, 3L), folded.module().roles().any().imagesShape(), "folded");
    }
  }

  private static void toVersionOne(MetaGraphDef.Builder graph) {
    graph.removeCollectionDef(ImageSizeAttachment.COLLECTION);
    for (String name : List.copyOf(graph.getSignatureDefMap().keySet())) {
      if (name.endsWith("_with_bn_hparams")) {
        graph.removeSignatureDef(name);
      } else {
        SignatureDef.Builder signature = graph.getSignatureDefOrThrow(name).toBuilder();
        var images = signature.getInputsOrThrow("images").toBuilder();
        images.getTensorShapeBuilder().getDimBuilder(1).setSize(224);
        images.getTensorShapeBuilder().getDimBuilder(2).setSize(224);
        graph.putSignatureDef(name, signature.putInputs("images", images.build()).build());
      }
    }
  }

  private interface Change {
    void apply(MetaGraphDef.Builder graph);
  }

  private static void rewrite(Path file, Change change) throws IOException {
    SavedModel.Builder model = SavedModel.parseFrom(Files.readAllBytes(file)).toBuilder();
    model.getMetaGraphsBuilderList().forEach(change::apply);
    Files.write(file, model.build().toByteArray());
  }

  /** Copies a fixture and adds the reference weights. */
  static Path withWeights(Path directory, String fixture, int classes) throws IOException {
    Path module = Fixtures.copy(Fixtures.shared("fixtures/" + fixture), directory.resolve(fixture));
    Files.delete(module.resolve("variables/variables.index"));
    ReferenceWeights weights = new ReferenceWeights(classes);
    TensorBundleWriter.write(module.resolve("variables/variables"), weights, weights.names());
    return module;
  }

  public static void assertGolden(InceptionModule module) throws IOException {
    JsonObject expected = Golden.inference().get(0);
    try (OpenModule open = OpenModules.open(module);
        ImageBatch image = new ImageBatch(Tensors.of(Golden.image(0, 224, 224), 1, 224, 224, 3))) {
      assertRole(open, image, module.roles().featureVector(), expected.get("features"));
      assertRole(open, image, module.roles().logits(), expected.get("logits"));
      assertTogether(open, image, module.roles());
    }
  }

  /** Each signature of an older module has its own tensor of images. */
  private static void assertTogether(OpenModule open, ImageBatch image, Roles found) {
    List<Role> roles =
        Stream.of(found.logits(), found.featureVector()).flatMap(Optional::stream).toList();
    List<Values> together = open.run(image, roles);
    for (int i = 0; i < roles.size(); i++) {
      float[] alone = open.run(image, List.of(roles.get(i))).get(0).values();
      Numbers.assertClose(alone, together.get(i).values(), ABSOLUTE_TOLERANCE);
    }
  }

  private static void assertRole(
      OpenModule open, ImageBatch image, Optional<Role> role, JsonElement expected) {
    if (role.isPresent()) {
      float[] actual = open.run(image, List.of(role.get())).get(0).values();
      Numbers.assertClose(Golden.floats(expected), actual, ABSOLUTE_TOLERANCE);
    }
  }
}
