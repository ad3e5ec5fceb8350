import { Controller, Delete, Get, Patch, Post } from '@nestjs/common';

@Controller('orders')
export class OrdersController {
  @Get()
  all() {
    return [];
  }

  @Post()
  create() {
    return { id: 1 };
  }

  @Patch(':id')
  change() {
    return { id: 1 };
  }

  @Delete(':id')
  remove() {
    return {};
  }
}
