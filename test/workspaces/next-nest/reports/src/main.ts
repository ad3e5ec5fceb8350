import 'reflect-metadata';
import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';

@Controller('reports')
class ReportsController {
  @Get('sales')
  sales() {
    return { total: 0 };
  }
}

@Module({ controllers: [ReportsController] })
class ReportsModule {}

async function bootstrap() {
  const app = await NestFactory.create(ReportsModule, { logger: false });
  await app.listen(3002);
}
bootstrap();
