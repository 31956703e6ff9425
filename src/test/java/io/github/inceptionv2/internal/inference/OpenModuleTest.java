package io.github.inceptionv2.internal.inference;

import io.github.inceptionv2.internal.module.InceptionModule;

/** The graph with variables, as modules have it, gives the golden numbers. */
class OpenModuleTest extends OpenModuleContract {
  @Override
  OpenModule open() throws Exception {
    return OpenModules.open(InceptionModule.reference(1001));
  }
}
